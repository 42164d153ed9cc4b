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
 * Reading order: kind, param, node-type (the contract) → unfold, wiring, feeds, spaces, check (what is wrong) → plan, node-key
 * (what will run) → execute, run-walk, run-each, run-all (running it) → run-cache (not running it again).
 */
export { BatchMismatch, batch, broadcastLabels, broadcastLength, itemAt } from "./batch.ts";
export { check } from "./check.ts";
export {
  describe,
  type KindTable,
  type NodeTypeTable,
  type PortTable,
  paramKind,
  type Vocabulary,
} from "./describe.ts";
export { each } from "./each.ts";
export type { OutputSummary, RunError, RunEvent } from "./events.ts";
export { execute } from "./execute.ts";
export type { ExecuteOptions } from "./execute-options.ts";
export type { Expectation, Expected, ExpectedOutput, Foreseen } from "./expectation.ts";
export { bytesOf } from "./expectation.ts";
export { type ExpectedMemory, expectedMemory, type MemoryOptions, requireMemory } from "./expected-memory.ts";
export { countProblems } from "./findings.ts";
export { ItemError, perItem } from "./item-error.ts";
export { type Batch, fit, type InputSpace, type Kind, type Summary } from "./kind.ts";
export { NodeError, runError } from "./node-error.ts";
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
} from "./node-type.ts";
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
} from "./param.ts";
export { type ParamFault, paramFault } from "./param-check.ts";
export { PlanError, plan } from "./plan.ts";
export type { Plan, PlannedEdge, PlannedNode, PlanOptions } from "./planned.ts";
export type { Problem } from "./problem.ts";
export { type ResolvedNode, resolvedNodes, withoutParts } from "./resolve.ts";
export { RunCache } from "./run-cache.ts";
export { RunCaches } from "./run-caches.ts";
export type { SpaceOptions } from "./spaces.ts";
export { decimal, type TypedParam, typedParam } from "./typed-param.ts";
export { unfold } from "./unfold.ts";
export { willRun } from "./will-run.ts";
