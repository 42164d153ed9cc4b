/** A small node library of numbers, for tests of the engine: what a node did is written down in its host. */

import { type Graph, readGraph } from "@unclip/graph";
import { describe } from "../contract/describe.ts";
import {
  batch,
  each,
  input,
  integer,
  type Kind,
  NodeError,
  nodeDefiner,
  nodeTypes,
  number,
  optionalInput,
  output,
  seed,
  text,
} from "../index.ts";

/** Takes note of every item that was computed: `"add 1+2"`. */
export interface Ledger {
  readonly did: string[];
}

export const numberKind: Kind<number, Ledger> = {
  name: "number",
  title: "number",
  plain: true,
  summarize: async (v) => ({ text: String(v) }),
};
const textKind: Kind<string, Ledger> = {
  name: "text",
  title: "text",
  plain: true,
  summarize: async (v) => ({ text: v }),
};
const seedKind: Kind<number, Ledger> = {
  ...numberKind,
  name: "seed",
  title: "seed",
  accepts: { number: "" },
};
/** Not plain: known by what made it. */
const vectorKind: Kind<Float32Array, Ledger> = {
  name: "vector",
  title: "vector",
  accepts: { shadow: "A shadow stands for the vector here." },
  summarize: async (v) => ({ text: [...v].join(" ") }),
};
const shadowKind: Kind<Float32Array, Ledger> = {
  ...vectorKind,
  name: "shadow",
  title: "shadow",
  accepts: {},
};
export const kinds = [numberKind, textKind, seedKind, vectorKind, shadowKind] as const;

const define = nodeDefiner<Ledger>();
const words = { title: "T", about: "A.", group: "numbers", version: 1 };
const amount = (value: number) =>
  number({ title: "Amount", about: "A number.", default: value, min: -1e6, max: 1e6 });

const value = define.each({
  ...words,
  type: "value",
  inputs: {},
  outputs: { value: output(numberKind, "Value", "v") },
  params: { value: amount(0), seed: seed() },
  execute: each(({ value }, { host }) => {
    host.did.push(`value ${value}`);
    return { value };
  }),
});
const word = define.each({
  ...words,
  type: "word",
  inputs: {},
  outputs: { text: output(textKind, "Text", "t") },
  params: { text: text({ title: "Text", about: "", default: "", maxLength: 10 }) },
  execute: each(({ text }) => ({ text })),
});
const count = define.all({
  ...words,
  type: "count",
  inputs: {},
  outputs: { values: output(numberKind, "Values", "0, 1, 2 …") },
  params: { count: integer({ title: "Count", about: "", default: 3, min: 0, max: 1000 }) },
  async execute({ count }, { host }) {
    host.did.push(`count ${count}`);
    const items = Array.from({ length: count }, (_, i) => i);
    return {
      values: batch(
        items,
        items.map((i) => `i = ${i}`),
      ),
    };
  },
});
const add = define.each({
  ...words,
  type: "add",
  inputs: { a: input(numberKind, "A", "a"), b: optionalInput(numberKind, "B", "b") },
  outputs: { sum: output(numberKind, "Sum", "s") },
  params: { bias: amount(0) },
  execute: each(({ a, b, bias }, { host }) => {
    host.did.push(`add ${a}+${b ?? "nothing"}+${bias}`);
    return { sum: a + (b ?? 0) + bias };
  }),
});
const half = define.each({
  ...words,
  type: "half",
  inputs: { value: input(numberKind, "Value", "v") },
  outputs: { half: output(numberKind, "Half", "rounded down") },
  params: {},
  execute: each(({ value }) => ({ half: Math.floor(value / 2) })),
});
const spread = define.each({
  ...words,
  type: "spread",
  inputs: { value: input(numberKind, "Value", "v") },
  outputs: { vector: output(vectorKind, "Vector", "v"), shadow: output(shadowKind, "Shadow", "s") },
  params: { width: integer({ title: "Width", about: "", default: 2, min: 1, max: 1000 }) },
  execute: each(({ value, width }, { host }) => {
    host.did.push(`spread ${value}`);
    return { vector: new Float32Array(width).fill(value), shadow: new Float32Array(width).fill(-value) };
  }),
});
const scale = define.each({
  ...words,
  type: "scale",
  inputs: { vector: input(vectorKind, "Vector", "v") },
  outputs: { vector: output(vectorKind, "Vector", "as what came in", "vector") },
  params: { factor: amount(2) },
  execute: each(({ vector, factor }, { host, progress }) => {
    host.did.push(`scale ${vector[0]}×${factor}`);
    progress(1, 1, { asset: "preview", item: 0 });
    return { vector: vector.map((x) => x * factor) };
  }),
});
const mean = define.all({
  ...words,
  type: "mean",
  inputs: { vectors: input(vectorKind, "Vectors", "v") },
  outputs: { mean: output(vectorKind, "Mean", "m") },
  params: { weight: amount(1) },
  async execute({ vectors, weight }, { host }) {
    host.did.push(`mean of ${vectors.items.length}`);
    const width = vectors.items[0]?.length ?? 0;
    const total = new Float32Array(width);
    for (const v of vectors.items) for (let i = 0; i < width; i++) total[i] = (total[i] ?? 0) + (v[i] ?? 0);
    return { mean: batch([total.map((x) => (weight * x) / vectors.items.length)]) };
  },
});
const fail = define.each({
  ...words,
  type: "fail",
  inputs: { value: input(numberKind, "Value", "v") },
  outputs: { value: output(numberKind, "Value", "v") },
  params: { above: amount(-1) },
  execute: each(({ value, above }, { host }) => {
    host.did.push(`fail ${value}`);
    if (value > above) throw new NodeError("too_much", `${value} is more than ${above}; lower it.`);
    return { value };
  }),
});
const show = define.each({
  ...words,
  type: "show",
  sink: true,
  inputs: { value: input(numberKind, "Value", "v") },
  outputs: { value: output(numberKind, "Value", "v") },
  params: {},
  execute: each(({ value }) => ({ value })),
});
const showVector = define.each({
  ...words,
  type: "show-vector",
  sink: true,
  inputs: { vector: input(vectorKind, "Vector", "v") },
  outputs: { vector: output(vectorKind, "Vector", "v") },
  params: {},
  execute: each(({ vector }) => ({ vector })),
});

export const types = nodeTypes<Ledger>([
  value,
  word,
  count,
  add,
  half,
  spread,
  scale,
  mean,
  fail,
  show,
  showVector,
]);
export const vocabulary = describe(types, kinds);
export { define, words };

/** A graph of these nodes from little: `{ a: ["value", { value: 1 }], b: ["add", {}, { a: "a.value" }] }`. */
export function graphOf(
  nodes: Record<
    string,
    readonly [type: string, params?: object, inputs?: Record<string, string>, more?: object]
  >,
  more: object = {},
): Graph {
  const entries = Object.entries(nodes).map(([id, [type, params = {}, inputs = {}, rest = {}]]) => [
    id,
    { type, params, inputs, ...rest },
  ]);
  return readGraph(
    { unclip: 1, title: "Test", model: "none", nodes: Object.fromEntries(entries), ...more },
    { nodes: 1_000_000 },
  );
}
