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
const limits = { nodes: 1e6, text: 1e9 };
const p: number[] = [],
  pl: number[] = [],
  ch: number[] = [],
  no: number[] = [];
for (let i = 0; i < 400; i++) {
  let g = parseGraph(text);
  p.push(
    time(() => {
      g = parseGraph(text);
    }),
  );
  pl.push(time(() => plan(g, vocabulary, { fingerprint: "x" })));
  no.push(time(() => plan(g, vocabulary, { fingerprint: "x" })));
  g = parseGraph(text);
  ch.push(time(() => check(g, vocabulary)));
}
console.log(
  "1000: first plan",
  pl[0]?.toFixed(1),
  "parse",
  med(p),
  "plan fresh",
  med(pl),
  "no-op plan",
  med(no),
  "check",
  med(ch),
);
const big = readGraph(JSON.parse(chain(100_000)), limits);
const bigs: number[] = [],
  bp: number[] = [];
for (let i = 0; i < 5; i++) {
  const g = { ...big };
  bigs.push(time(() => check(g, vocabulary)));
}
bp.push(time(() => plan(big, vocabulary, { fingerprint: "x" })));
console.log("100k check", med(bigs), "plan after check", med(bp));
