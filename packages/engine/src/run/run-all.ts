/** Runs an `all` node: whole batches in, whole batches out, cached as one. */

import { countOf, requireSweep } from "../check/sweep.ts";
import type { Batch, Kind, Summary } from "../contract/kind.ts";
import { NodeError } from "../contract/node-error.ts";
import type { NodeType } from "../contract/node-type.ts";
import type { NodeRun } from "./node-run.ts";
import { requireParam } from "./param-value.ts";
import { type KeyedBatch, type NodeResult, outputKey, remarked } from "./result.ts";
import type { CachedOutput, RunCache } from "./run-cache.ts";
import { outputKinds } from "./run-each.ts";

type AllType = Extract<NodeType, { over: "all" }>;

export async function runAll<Host>(run: NodeRun<Host>, type: AllType, cache: RunCache): Promise<NodeResult> {
  const given = batchInputs(run, type);
  requireSweep(type.outputs, (name) => run.inputs[name]?.items.length ?? countOf(given[name]));
  run.started(1, 0);
  const remarks: string[] = [];
  const context = { ...run.context, remark: (text: string) => void remarks.push(text) };
  const batches = (await type.execute(given as never, context)) as Readonly<Record<string, Batch>>;
  const outputs: Record<string, CachedOutput> = {};
  const kept: Record<string, Batch> = {};
  const summaries: Record<string, readonly Summary[]> = {};
  const kinds: Record<string, Kind> = outputKinds(type, run.inputs);
  for (const [port, kind] of Object.entries(kinds)) {
    const batch = batches?.[port];
    if (!Array.isArray(batch?.items))
      throw new NodeError(
        "node_contract",
        `${type.type} gave no batch for its output "${port}". This is a fault of the node type.`,
      );
    kept[port] = batch;
    summaries[port] = await Promise.all(batch.items.map((value) => kind.summarize(value, run.host)));
    outputs[port] = {
      kind,
      keys: batch.items.map((value, index) => outputKey(kind, value, run.node.key, port, index)),
      ...(batch.labels === undefined ? {} : { labels: batch.labels }),
    };
  }
  run.signal.throwIfAborted();
  cache.set(run.node.key, { batches: kept, summaries, outputs, ...remarked(remarks) });
  return { outputs: toKeyed(kept, outputs), summaries, ...remarked(remarks) };
}

function toKeyed(
  batches: Readonly<Record<string, Batch>>,
  outputs: Readonly<Record<string, CachedOutput>>,
): Record<string, KeyedBatch> {
  return Object.fromEntries(
    Object.entries(outputs).map(([port, o]) => [port, { ...o, items: batches[port]?.items ?? [] }]),
  );
}

function batchInputs<Host>(run: NodeRun<Host>, type: AllType): Record<string, unknown> {
  const given: Record<string, unknown> = { ...run.node.params };
  for (const port of Object.keys(type.inputs)) given[port] = undefined;
  for (const edge of run.node.inputs) {
    const { items, labels } = run.inputs[edge.port] as KeyedBatch;
    if (!edge.param) {
      given[edge.port] = labels === undefined ? { items } : { items, labels };
      continue;
    }
    if (items.length !== 1)
      throw new NodeError(
        "batch_mismatch",
        `The param "${edge.port}" gets ${items.length} items from ${edge.node}.${edge.output}; ${type.type} looks at whole batches and takes a single value there. Pick one item.`,
      );
    given[edge.port] = requireParam(type, edge.port, items[0]);
  }
  return given;
}
