import { parseGraph, readGraph } from "@unclip/graph";
import {
  check,
  describe,
  each,
  input,
  type Kind,
  nodeDefiner,
  nodeTypes,
  number,
  output,
  plan,
} from "./src/index.ts";

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
  title: "S",
  group: "b",
  about: "",
  inputs: {},
  outputs,
  params: { term },
  execute: async ({ term }) => ({ value: { items: [term] } }),
});
const add = define.each({
  type: "add",
  version: 1,
  title: "A",
  group: "b",
  about: "",
  sink: true,
  inputs: { value: input(value, "V", "n") },
  outputs,
  params: { term },
  execute: each(async ({ value, term }) => ({ value: value + term })),
});
const vocabulary = describe(nodeTypes<null>([start, add]), [value]);
function chain(length: number) {
  const nodes: Record<string, unknown> = { n0: { type: "start" } };
  for (let i = 1; i < length; i++)
    nodes[`n${i}`] = { type: "add", inputs: { value: `n${i - 1}.value` }, params: { term: i % 7 } };
  return JSON.stringify({ unclip: 1, title: "c", model: "none", nodes });
}
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!.toFixed(2);
const time = (f: () => void) => {
  const t = performance.now();
  f();
  return performance.now() - t;
};

const text = chain(1000);
const graphs = Array.from({ length: 200 }, () => parseGraph(text));
const t: number[] = [];
for (const g of graphs) t.push(time(() => plan(g, vocabulary, { fingerprint: "x" })));
console.log(
  "first",
  t
    .slice(0, 5)
    .map((x) => x.toFixed(1))
    .join(" "),
  "median",
  med(t),
  "best",
  t[0]!.toFixed(1),
);
