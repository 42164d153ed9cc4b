import {
  check,
  describe,
  each,
  execute,
  input,
  type Kind,
  nodeDefiner,
  nodeTypes,
  number,
  optionalInput,
  output,
  plan,
  RunCache,
} from "@unclip/engine";
import type { Graph, GraphNode } from "@unclip/graph";
import type { Figure } from "./main.ts";
import { median } from "./median.ts";

const value: Kind<number> = {
  name: "number",
  title: "number",
  plain: true,
  summarize: async (v) => ({ text: String(v) }),
};
const define = nodeDefiner<null>();
const term = number({ title: "Term", about: "Added.", default: 1, min: -1e9, max: 1e9 });
const outputs = { value: output(value, "Value", "The sum.") };
const start = define.all({
  type: "start",
  version: 1,
  title: "Start",
  group: "bench",
  about: "One number.",
  inputs: {},
  outputs,
  params: { term },
  execute: async ({ term }) => ({ value: { items: [term] } }),
});
const add = define.each({
  type: "add",
  version: 1,
  title: "Add",
  group: "bench",
  about: "Adds.",
  sink: true,
  inputs: { value: input(value, "Value", "A number."), other: optionalInput(value, "Other", "Another.") },
  outputs,
  params: { term },
  execute: each(async ({ value, other = 0, term }) => ({ value: ((value + other) % 1000) + term })),
});
const types = nodeTypes<null>([start, add]);
const vocabulary = describe(types, [value]);

/** A graph whose last node adds `last`, and how it is called. */
interface Shape {
  readonly name: string;
  readonly nodes: number;
  readonly graph: (last: number) => Graph;
}

const document = (nodes: Record<string, GraphNode>): Graph => ({
  unclip: 1,
  title: "bench",
  model: "none",
  nodes,
});

const chain = (length: number): Shape => ({
  name: `chain of ${length}`,
  nodes: length,
  graph(last) {
    const nodes: Record<string, GraphNode> = { n0: { type: "start" } };
    for (let i = 1; i < length; i++)
      nodes[`n${i}`] = {
        type: "add",
        inputs: { value: `n${i - 1}.value` },
        ...(i === length - 1 ? { params: { term: last } } : {}),
      };
    return document(nodes);
  },
});

/** `layers` of `width` nodes, each fed by two of the layer before. */
const layered = (layers: number, width: number): Shape => ({
  name: `${layers} layers of ${width}`,
  nodes: layers * width,
  graph(last) {
    const nodes: Record<string, GraphNode> = {};
    for (let i = 0; i < width; i++) nodes[`n0-${i}`] = { type: "start", params: { term: i } };
    for (let layer = 1; layer < layers; layer++)
      for (let i = 0; i < width; i++)
        nodes[`n${layer}-${i}`] = {
          type: "add",
          inputs: { value: `n${layer - 1}-${i}.value`, other: `n${layer - 1}-${(i + 1) % width}.value` },
          ...(layer === layers - 1 && i === width - 1 ? { params: { term: last } } : {}),
        };
    return document(nodes);
  },
});

async function run(graph: Graph, cache: RunCache) {
  const started = performance.now();
  const made = plan(graph, vocabulary, { fingerprint: "bench" });
  const events = [];
  for await (const event of execute(made, { types, host: null, cache, signal: new AbortController().signal }))
    events.push(event);
  const ms = performance.now() - started;
  const end = events.at(-1);
  if (end?.event !== "run-finished" || end.status !== "done") throw new Error("the bench graph did not run");
  return { ms, bytes: JSON.stringify(events).length, computed: end.computed };
}

async function measure({ name, nodes, graph: make }: Shape): Promise<Figure[]> {
  const graph = make(1);
  const checked = performance.now();
  if (check(graph, vocabulary).some((p) => p.severity === "error"))
    throw new Error("the bench graph does not check");
  plan(graph, vocabulary, { fingerprint: "bench" });
  const checkMs = performance.now() - checked;
  const cache = new RunCache();
  const cold = await run(graph, cache);
  const colds = [cold.ms];
  for (let i = 0; i < 2 && nodes <= 10_000; i++) colds.push((await run(graph, new RunCache())).ms);
  const again = [];
  for (let i = 0; i < 5; i++) again.push(await run(graph, cache));
  const leaf = await run(make(2), cache);
  if (again.some(({ computed }) => computed !== 0) || leaf.computed !== 1)
    throw new Error("the cache computed more than what had changed");
  const each = (ms: number) => `${((ms / nodes) * 1000).toFixed(1)} µs a node`;
  const noOp = median(again.map(({ ms }) => ms));
  return [
    { what: `${name}: check and plan`, value: `${checkMs.toFixed(1)} ms`, aim: "" },
    {
      what: `${name}: cold`,
      value: `${median(colds).toFixed(1)} ms, ${each(median(colds))}`,
      aim: "≤ 50 µs a node",
    },
    { what: `${name}: no-op`, value: `${noOp.toFixed(1)} ms`, aim: nodes === 1000 ? "≤ 10 ms" : "" },
    { what: `${name}: last node changed`, value: `${leaf.ms.toFixed(1)} ms`, aim: "" },
    { what: `${name}: event bytes`, value: `${Math.round(cold.bytes / nodes)} a node`, aim: "linear" },
  ];
}

/** Graphs of trivial nodes: what the engine itself costs. */
export async function engineScale(): Promise<Figure[]> {
  const shapes = [100, 1000, 10_000, 100_000].map(chain);
  const figures: Figure[] = [];
  // A server has run graphs before: what its compiler does with the first ones is not what the engine costs.
  for (let i = 0; i < 3; i++) await measure(layered(10, 100));
  for (const shape of [...shapes, layered(20, 50), layered(100, 100)])
    figures.push(...(await measure(shape)));
  return figures;
}
