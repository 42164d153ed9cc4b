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
  inputs: { value: input(value, "Value", "A number.") },
  outputs,
  params: { term },
  execute: each(async ({ value, term }) => ({ value: value + term })),
});
const types = nodeTypes<null>([start, add]);
const vocabulary = describe(types, [value]);

function chain(length: number, last = 1): Graph {
  const nodes: Record<string, GraphNode> = { n0: { type: "start" } };
  for (let i = 1; i < length; i++) {
    nodes[`n${i}`] = {
      type: "add",
      inputs: { value: `n${i - 1}.value` },
      ...(i === length - 1 ? { params: { term: last } } : {}),
    };
  }
  return { unclip: 1, title: "chain", model: "none", nodes };
}

async function run(graph: Graph, cache: RunCache): Promise<{ ms: number; bytes: number }> {
  const started = performance.now();
  const made = plan(graph, vocabulary, { fingerprint: "bench" });
  const events = [];
  for await (const event of execute(made, { types, host: null, cache, signal: new AbortController().signal }))
    events.push(event);
  const ms = performance.now() - started;
  return { ms, bytes: JSON.stringify(events).length };
}

async function measure(length: number): Promise<Figure[]> {
  const graph = chain(length);
  const checked = performance.now();
  const problems = check(graph, vocabulary);
  const checkMs = performance.now() - checked;
  if (problems.some((p) => p.severity === "error")) throw new Error("the bench graph does not check");
  const cache = new RunCache();
  const cold = await run(graph, cache);
  const again = [];
  for (let i = 0; i < 5; i++) again.push((await run(graph, cache)).ms);
  const leaf = await run(chain(length, 2), cache);
  const each = (ms: number) => `${((ms / length) * 1000).toFixed(1)} µs a node`;
  return [
    { what: `chain of ${length}: check`, value: `${checkMs.toFixed(1)} ms`, aim: "" },
    {
      what: `chain of ${length}: cold`,
      value: `${cold.ms.toFixed(1)} ms, ${each(cold.ms)}`,
      aim: "≤ 50 µs a node",
    },
    {
      what: `chain of ${length}: no-op`,
      value: `${median(again).toFixed(1)} ms`,
      aim: length === 1000 ? "≤ 10 ms" : "",
    },
    { what: `chain of ${length}: last node changed`, value: `${leaf.ms.toFixed(1)} ms`, aim: "" },
    {
      what: `chain of ${length}: event bytes`,
      value: `${Math.round(cold.bytes / length)} a node`,
      aim: "linear",
    },
  ];
}

/** Chains of trivial nodes: what the engine itself costs. */
export async function engineScale(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const length of [100, 1000, 10_000, 100_000]) figures.push(...(await measure(length)));
  return figures;
}
