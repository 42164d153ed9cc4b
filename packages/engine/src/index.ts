/**
 * Runs any typed graph. A node library brings kinds and node types; the engine knows no image, no model and no machine.
 *
 * ```ts
 * const vocabulary = describe(types, kinds);            // node types as JSON
 * const graph = parseGraph(text);                       // @unclip/graph
 * for (const { message } of check(graph, vocabulary)) console.log(message);
 * const planned = plan(graph, vocabulary, { fingerprint });
 * for await (const event of execute(planned, { types, host, cache, signal })) console.log(event);
 * ```
 *
 * Reading order, a folder each, in the order data passes through them; each imports only those before it:
 * `contract/` (kind, param, node-type: what a node library declares) → `check/` (unfold, resolve, feeds, spaces, check: what is
 * wrong) → `plan/` (plan, node-key, expected-memory: what will run) → `run/` (execute, run-walk, run-each, run-all: running it;
 * run-cache: not running it again).
 */

export { check, resolvedGraph } from "./check/check.ts";
export { countProblems } from "./check/findings.ts";
export type { Problem } from "./check/problem.ts";
export { withoutParts } from "./check/resolve.ts";
export type { ResolvedGraph, ResolvedNode } from "./check/resolved-graph.ts";
export type { SpaceOptions } from "./check/spaces.ts";
export { BatchMismatch, batch, broadcastLabels, broadcastLength, itemAt } from "./contract/batch.ts";
export {
  describe,
  type KindTable,
  type NodeTypeTable,
  type PortTable,
  paramKind,
  type Vocabulary,
} from "./contract/describe.ts";
export { each } from "./contract/each.ts";
export type { OutputSummary, RunError, RunEvent } from "./contract/events.ts";
export type { Expectation, Expected, ExpectedOutput, Foreseen } from "./contract/expectation.ts";
export { bytesOf } from "./contract/expectation.ts";
export { ItemError, perItem } from "./contract/item-error.ts";
export { type Batch, fit, type InputSpace, type Kind, type Summary } from "./contract/kind.ts";
export { NodeError, runError } from "./contract/node-error.ts";
export {
  type AllNode,
  type EachNode,
  type InputPort,
  input,
  manyOnRequest,
  type NodeContext,
  type NodeType,
  type NodeTypes,
  nodeDefiner,
  nodeTypes,
  type OutputPort,
  type OutputSpace,
  optionalInput,
  output,
} from "./contract/node-type.ts";
export {
  type AssetParam,
  asset,
  type BooleanParam,
  boolean,
  type ChoiceParam,
  choice,
  type IntegerParam,
  integer,
  type ListParam,
  type NumberParam,
  number,
  numberList,
  type Param,
  type ParamValue,
  type SeedParam,
  seed,
  type TextParam,
  text,
  textList,
} from "./contract/param.ts";
export { type ParamFault, paramFault } from "./contract/param-check.ts";
export { decimal, type TypedParam, typedParam } from "./contract/typed-param.ts";
export {
  type ExpectedMemory,
  expectedMemory,
  type MemoryOptions,
  requireMemory,
} from "./plan/expected-memory.ts";
export { PlanError, plan } from "./plan/plan.ts";
export type { Plan, PlannedEdge, PlannedNode, PlanOptions } from "./plan/planned.ts";
export { execute } from "./run/execute.ts";
export type { ExecuteOptions } from "./run/execute-options.ts";
export { RunCache } from "./run/run-cache.ts";
export { RunCaches } from "./run/run-caches.ts";
export { willRun } from "./run/will-run.ts";
