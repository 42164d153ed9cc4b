import { expect, it } from "vitest";
import { check, describe, execute, input, integer, nodeTypes, output, plan, RunCache } from "../index.ts";
import { define, graphOf, kinds, type Ledger, numberKind, types, words } from "../testing/arithmetic.ts";

const range = define.all({
  ...words,
  type: "range",
  inputs: {},
  outputs: { values: output(numberKind, "Values", "v", { items: ["count"] }) },
  params: { count: integer({ title: "Count", about: "", default: 3, min: 1, max: 1000 }) },
  execute: async ({ count }) => ({ values: { items: Array.from({ length: count }, (_, i) => i) } }),
});
const cross = define.all({
  ...words,
  type: "cross",
  inputs: { rows: input(numberKind, "Rows", "r"), columns: input(numberKind, "Columns", "c") },
  outputs: {
    row: output(numberKind, "Row", "r", { as: "rows", items: ["rows", "columns", "times"] }),
    width: output(numberKind, "Width", "w"),
  },
  params: { times: integer({ title: "Times", about: "", default: 1, min: 1, max: 1000 }) },
  async execute({ rows, columns, times }, { host }) {
    host.did.push("cross");
    const items = rows.items.flatMap((row) => new Array<number>(columns.items.length * times).fill(row));
    return { row: { items }, width: { items: [columns.items.length] } };
  },
});
const all = nodeTypes<Ledger>([...types.values(), range, cross]);
const vocabulary = describe(all, kinds);

type Nodes = Parameters<typeof graphOf>[0];
const problems = (nodes: Nodes) =>
  check(graphOf(nodes), vocabulary).map(({ code, node, message }) => [code, node, message]);
const swept = (rows: number, columns: number, times = 1): Nodes => ({
  a: ["range", { count: rows }],
  b: ["range", { count: columns }],
  // What computes each item hands on as many.
  half: ["half", {}, { value: "a.values" }],
  x: ["cross", { times }, { rows: "half.half", columns: "b.values" }],
  s: ["show", {}, { value: "x.row" }],
});
async function run(nodes: Nodes): Promise<{ error?: unknown; items?: number; did: readonly string[] }> {
  const host: Ledger = { did: [] };
  const planned = plan(graphOf(nodes), vocabulary, { fingerprint: "test" });
  let [error, items]: [unknown, number | undefined] = [undefined, undefined];
  const signal = new AbortController().signal;
  for await (const event of execute(planned, { types: all, host, cache: new RunCache(), signal })) {
    if (event.event === "node-failed") error = event.error;
    if (event.event === "node-finished" && event.node === "x") items = event.outputs.row?.items.length;
  }
  return { error, ...(items === undefined ? {} : { items }), did: host.did };
}

it("takes what multiplies to 256, and runs it", async () => {
  expect(problems(swept(16, 16))).toEqual([]);
  expect((await run(swept(16, 16))).items).toBe(256);
  expect(problems(swept(2, 8, 16))).toEqual([]);
});

it("takes what is longer and multiplied by nothing", async () => {
  expect(problems(swept(300, 1))).toEqual([]);
  expect((await run(swept(300, 1))).items).toBe(300);
});

it("refuses more before it runs, with the numbers and what to do", () => {
  expect(problems(swept(16, 17))).toEqual([
    [
      "sweep_too_large",
      "x",
      "x: a sweep of 16 × 17 = 272 items; expected at most 256. Sweep fewer values, or run it in parts.",
    ],
  ]);
  expect(problems(swept(2, 2, 65))).toEqual([
    ["sweep_too_large", "x", expect.stringContaining("2 × 2 × 65 = 260 items")],
  ]);
});

it("tells the node where it begins, and not those behind it", () => {
  const nodes: Nodes = {
    ...swept(100, 100),
    y: ["cross", {}, { rows: "x.row", columns: "b.values" }],
    z: ["cross", {}, { rows: "y.row", columns: "x.row" }],
    t: ["show", {}, { value: "z.row" }],
  };
  expect(problems(nodes).map(([code, node]) => [code, node])).toEqual([["sweep_too_large", "x"]]);
});

it("refuses what only the run can tell when the node's turn comes, and does not compute it", async () => {
  const nodes: Nodes = {
    // A node type that does not say how many it gives.
    a: ["count", { count: 1000 }],
    x: ["cross", {}, { rows: "a.values", columns: "a.values" }],
    s: ["show", {}, { value: "x.row" }],
  };
  expect(problems(nodes)).toEqual([]);
  expect(await run(nodes)).toEqual({
    error: {
      code: "sweep_too_large",
      message:
        "Found a sweep of 1000 × 1000 = 1000000 items, expected at most 256. Sweep fewer values, or run it in parts.",
    },
    did: ["count 1000"],
  });
});
