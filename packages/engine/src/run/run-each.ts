/** Runs an `each` node: only the items that no cache has, each under a key of its own. */
import { broadcastLabels, broadcastLength, itemAt } from "../contract/batch.ts";
import { perItem } from "../contract/item-error.ts";
import type { Batch, Kind, Summary } from "../contract/kind.ts";
import { NodeError } from "../contract/node-error.ts";
import type { NodeContext, NodeType } from "../contract/node-type.ts";
import { digest } from "../plan/key.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { failedItem } from "./failed-item.ts";
import { wholeItems } from "./lost-assets.ts";
import type { NodeRun } from "./node-run.ts";
import { requireParam } from "./param-value.ts";
import { assemble, type KeyedBatch, type NodeResult, outputKey, remarked } from "./result.ts";
import { type CachedItem, type CachedMany, type CachedOutput, gives } from "./run-cache.ts";

type EachType = Extract<NodeType, { over: "each" }>;

export async function runEach<Host>(
  run: NodeRun<Host>,
  type: EachType,
  options: Pick<ExecuteOptions<Host>, "cache" | "lost">,
): Promise<NodeResult> {
  const { cache } = options;
  const length = broadcastLength(run.inputs);
  const keys = itemKeys(run, length);
  const held = new Map<string, CachedItem>();
  for (const key of new Set(keys)) {
    const item = cache.get(key);
    if (gives(item, run.node.asked)) held.set(key, item);
  }
  const known = await wholeItems(held, options);
  const missing = new Map<string, number>();
  for (const [index, key] of keys.entries())
    if (!known.has(key) && !missing.has(key)) missing.set(key, index);
  run.started(missing.size, known.size);
  const kinds = outputKinds(type, run.inputs);
  const places = [...missing.values()];
  const computed =
    places.length === 0
      ? []
      : await computeItems(run, type, places, kinds).catch((thrown) => {
          throw failedItem(thrown, places, run.inputs, length);
        });
  run.signal.throwIfAborted();
  for (const [at, key] of [...missing.keys()].entries()) {
    const item = computed[at] as CachedItem;
    known.set(key, item);
    cache.set(key, item);
  }
  const items = keys.map((key) => known.get(key) as CachedItem);
  const labels = broadcastLabels(run.inputs, length);
  const outputs: Record<string, CachedOutput> = {};
  for (const [port, kind] of Object.entries(kinds)) {
    if (onRequest(type, port)) continue;
    outputs[port] = {
      kind,
      keys: items.map((item, i) => outputKey(kind, item.values[port], keys[i] as string, port)),
      ...(labels === undefined ? {} : { labels }),
    };
  }
  for (const port of run.node.asked ?? [])
    outputs[port] = manyOutput(port, kinds[port] as Kind, items, keys, labels);
  cache.set(run.node.key, { items: keys, outputs });
  return assemble(outputs, items, run.node.asked);
}

/** The batches that items gave for one output, as one: each label with that of its item before it. */
function manyOutput(
  port: string,
  kind: Kind,
  items: readonly CachedItem[],
  itemKeys: readonly string[],
  itemLabels: readonly string[] | undefined,
): CachedOutput {
  const batches = items.map((item) => item.many?.[port] as CachedMany);
  const keys = batches.flatMap((given, i) =>
    given.items.map((value, k) => outputKey(kind, value, itemKeys[i] as string, port, k)),
  );
  const labels = batches.flatMap(({ items: values, labels: own }, i) => {
    const before = items.length === 1 ? "" : `${itemLabels?.[i] ?? i + 1}, `;
    return values.map((_, k) => `${before}${own?.[k] ?? k + 1}`);
  });
  return { kind, keys, labels, many: true };
}

function onRequest(type: EachType, port: string): boolean {
  return (type.outputs as Record<string, { readonly onRequest?: boolean }>)[port]?.onRequest === true;
}

/** H(node type and version, literals, model, key of each input's item): one a place in the batch. */
function itemKeys<Host>(run: NodeRun<Host>, length: number): string[] {
  const inputs = Object.entries(run.inputs);
  return Array.from({ length }, (_, index) => {
    let preimage = `item ${run.recipe}`;
    for (const [port, { keys }] of inputs) preimage += `\n${port} ${keys[keys.length === 1 ? 0 : index]}`;
    return digest(preimage);
  });
}

async function computeItems<Host>(
  run: NodeRun<Host>,
  type: EachType,
  places: readonly number[],
  kinds: Readonly<Record<string, Kind>>,
): Promise<CachedItem[]> {
  const given = perItem(places, (index) => itemInputs(run, type, index));
  const remarks = places.map((): string[] => []);
  const context: NodeContext<Host> = {
    ...run.context,
    // the node counts the items that it was given; whoever watches counts those of the batch
    progress: (step, of, preview) =>
      run.context.progress(
        step,
        of,
        preview && { asset: preview.asset, item: places[preview.item] ?? preview.item },
      ),
    remark: (text, item) => {
      for (const list of item === undefined ? remarks : [remarks[item]]) list?.push(text);
    },
  };
  const values = (await type.execute(given as never, context)) as readonly Readonly<
    Record<string, unknown>
  >[];
  if (!Array.isArray(values) || values.length !== places.length)
    throw new NodeError(
      "node_contract",
      `${type.type} gave ${Array.isArray(values) ? `${values.length} results` : "no list"} for ${places.length} items; it must give one an item. This is a fault of the node type.`,
    );
  return Promise.all(perItem(values, (value, i) => toItem(run, type, value, kinds, remarks[i])));
}

function itemInputs<Host>(run: NodeRun<Host>, type: EachType, index: number): Record<string, unknown> {
  const item: Record<string, unknown> = { ...run.node.params };
  for (const port of Object.keys(type.inputs)) item[port] = undefined;
  for (const edge of run.node.inputs) {
    const value = itemAt(run.inputs[edge.port] as KeyedBatch, index);
    item[edge.port] = edge.param ? requireParam(type, edge.port, value) : value;
  }
  return item;
}

async function toItem<Host>(
  run: NodeRun<Host>,
  type: EachType,
  values: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, Kind>>,
  remarks: readonly string[] | undefined,
): Promise<CachedItem> {
  const summaries: Record<string, Summary> = {};
  const kept: Record<string, unknown> = {};
  const many: Record<string, CachedMany> = {};
  for (const [port, kind] of Object.entries(kinds)) {
    if (onRequest(type, port) && !run.context.asked.has(port)) continue;
    if (values?.[port] === undefined)
      throw new NodeError(
        "node_contract",
        `${type.type} gave nothing for its output "${port}". This is a fault of the node type.`,
      );
    if (onRequest(type, port)) {
      const batch = values[port] as Batch;
      const told = await Promise.all(batch.items.map((value) => kind.summarize(value, run.host)));
      many[port] = { ...batch, summaries: told };
      continue;
    }
    kept[port] = values[port];
    summaries[port] = await kind.summarize(values[port], run.host);
  }
  const asked = Object.keys(many).length === 0 ? {} : { many };
  return { values: kept, summaries, ...asked, ...remarked(remarks) };
}

/** The kind of each output: that of what entered the input it follows, else the declared one. */
export function outputKinds(
  type: NodeType,
  inputs: Readonly<Record<string, KeyedBatch>>,
): Record<string, Kind> {
  const kinds: Record<string, Kind> = {};
  for (const [port, { kind, as }] of Object.entries(
    type.outputs as Record<string, { kind: Kind; as?: string }>,
  ))
    kinds[port] = (as === undefined ? undefined : inputs[as]?.kind) ?? kind;
  return kinds;
}
