/** What a node gave, as a run holds it: batches with the key of each item, and what the world is told of them. */
import type { OutputSummary } from "../contract/events.ts";
import type { Batch, Kind, Summary } from "../contract/kind.ts";
import { digest } from "../plan/key.ts";
import type { PlannedNode } from "../plan/planned.ts";
import { type CachedItem, type CachedOutput, gives, type RunCache } from "./run-cache.ts";

/** An output of a node: a batch that knows its kind and where each item came from. */
export interface KeyedBatch extends Batch {
  readonly kind: Kind;
  /** One key an item: equal keys, equal items. */
  readonly keys: readonly string[];
}

export interface NodeResult {
  readonly outputs: Readonly<Record<string, KeyedBatch>>;
  readonly summaries: Readonly<Record<string, readonly Summary[]>>;
  /** What the node remarked, each sentence once. */
  readonly remarks?: readonly string[];
}

/** Key of item `index` of an output: by content for plain values, so that equal ones meet, else by what made it. */
export function outputKey(kind: Kind, value: unknown, madeBy: string, port: string, index?: number): string {
  if (kind.plain) return digest(JSON.stringify([kind.name, value], exactNumbers));
  return index === undefined ? `${madeBy}.${port}` : `${madeBy}.${port}.${index}`;
}

/** JSON writes NaN and ±Infinity as null; they are different values. */
function exactNumbers(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Puts the result of a node together from the cache, or `undefined` when any of it is gone. */
export function restore(cache: RunCache, node: PlannedNode): NodeResult | undefined {
  const entry = cache.get(node.key);
  if (entry === undefined || !("outputs" in entry)) return undefined;
  if ("batches" in entry)
    return {
      outputs: keyed(entry.outputs, (port) => entry.batches[port]?.items ?? []),
      summaries: entry.summaries,
      ...remarked(entry.remarks),
    };
  const items: CachedItem[] = [];
  for (const key of entry.items) {
    const item = cache.get(key);
    if (!gives(item, node.asked)) return undefined;
    items.push(item);
  }
  if (node.asked?.some((port) => entry.outputs[port] === undefined)) return undefined;
  return assemble(entry.outputs, items, node.asked);
}

/** Outputs and summaries of a node from those of its items; of what is given on request, what is asked for. */
export function assemble(
  outputs: Readonly<Record<string, CachedOutput>>,
  items: readonly CachedItem[],
  asked: readonly string[] = [],
): NodeResult {
  const given = Object.fromEntries(
    Object.entries(outputs).filter(([port, { many }]) => !many || asked.includes(port)),
  );
  const summaries: Record<string, readonly Summary[]> = {};
  for (const [port, { many }] of Object.entries(given))
    summaries[port] = many
      ? items.flatMap((item) => item.many?.[port]?.summaries ?? [])
      : items.map((item) => item.summaries[port] as Summary);
  return {
    outputs: keyed(given, (port) =>
      given[port]?.many
        ? items.flatMap((item) => item.many?.[port]?.items ?? [])
        : items.map((item) => item.values[port]),
    ),
    summaries,
    ...remarked(items.flatMap((item) => item.remarks ?? [])),
  };
}

/** Remarks as a field, each once; no field where there are none. */
export function remarked(remarks: readonly string[] = []): { readonly remarks?: readonly string[] } {
  return remarks.length === 0 ? {} : { remarks: [...new Set(remarks)] };
}

function keyed(
  outputs: Readonly<Record<string, CachedOutput>>,
  itemsOf: (port: string) => readonly unknown[],
): Record<string, KeyedBatch> {
  const batches: Record<string, KeyedBatch> = {};
  for (const [port, output] of Object.entries(outputs)) batches[port] = { ...output, items: itemsOf(port) };
  return batches;
}

/** What `node-finished` tells of a result. */
export function outputSummaries(result: NodeResult): Record<string, OutputSummary> {
  const told: Record<string, OutputSummary> = {};
  for (const [port, { kind, labels }] of Object.entries(result.outputs))
    told[port] = {
      kind: kind.name,
      items: result.summaries[port] ?? [],
      ...(labels === undefined ? {} : { labels }),
    };
  return told;
}
