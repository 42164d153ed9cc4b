import { readGraph } from "@unclip/graph";
import { expect, it } from "vitest";
import { describe } from "../contract/describe.ts";
import { integer } from "../contract/param.ts";
import {
  expectedMemory,
  input,
  type Kind,
  nodeDefiner,
  nodeTypes,
  output,
  plan,
  requireMemory,
} from "../index.ts";

const block: Kind<object> = { name: "block", title: "block", summarize: async () => ({ text: "" }) };
const define = nodeDefiner<null>();
const common = { version: 1, title: "T", group: "g", about: "A." };
const never = async () => Promise.reject(new Error("nothing is computed"));
const side = integer({ title: "Side", about: "", default: 10, min: 1, max: 1e6 });
const types = nodeTypes<null>([
  define.all({
    ...common,
    type: "make",
    inputs: {},
    outputs: { out: output(block, "Out", "") },
    params: { side, items: side },
    expect: ({ params }) => ({
      outputs: { out: { items: Number(params.items), shape: [Number(params.side), 25] } },
      work: 7,
    }),
    execute: never,
  }),
  define.all({
    ...common,
    type: "repeat",
    inputs: { in: input(block, "In", "") },
    outputs: { out: output(block, "Out", "", { as: "in", items: ["in", "times"] }) },
    params: { times: side },
    execute: never,
  }),
  define.each({
    ...common,
    type: "double",
    inputs: { in: input(block, "In", "") },
    outputs: { out: output(block, "Out", "") },
    params: {},
    expect: ({ inputs, length }) => ({
      outputs: { out: { items: length, shape: [2, ...(inputs.in?.shape ?? [])] } },
    }),
    execute: never,
  }),
  define.each({
    ...common,
    type: "show",
    sink: true,
    inputs: { in: input(block, "In", "") },
    outputs: { out: output(block, "Out", "", "in") },
    params: {},
    execute: never,
  }),
]);
const vocabulary = describe(types, [block]);
type Nodes = Record<string, [type: string, params?: object, from?: string]>;
const planned = (nodes: Nodes) =>
  plan(
    readGraph({
      unclip: 1,
      title: "T",
      model: "m",
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([id, [type, params = {}, from]]) => [
          id,
          { type, params, ...(from === undefined ? {} : { inputs: { in: `${from}.out` } }) },
        ]),
      ),
    }),
    vocabulary,
    { fingerprint: "f" },
  );
const memory = (nodes: Nodes, cache = 0) => expectedMemory(planned(nodes), { types, host: null, cache });
// one item: 10 × 25 numbers of 4 bytes
const item = 1000;

it("counts what a node makes and what it takes besides, once however it is handed on", async () => {
  expect(await memory({ a: ["make", { items: 3 }], s: ["show", {}, "a"] })).toEqual({
    bytes: 3 * item + 7,
    node: "a",
    largest: "3 items of 10 × 25 numbers",
  });
  expect(
    await memory({ a: ["make", { items: 3 }], r: ["repeat", { times: 100 }, "a"], s: ["show", {}, "r"] }),
  ).toMatchObject({ bytes: 3 * item + 7 });
});

it("counts each item of a sweep that is computed", async () => {
  const nodes: Nodes = {
    a: ["make", { items: 1 }],
    r: ["repeat", { times: 200 }, "a"],
    d: ["double", {}, "r"],
    s: ["show", {}, "d"],
  };
  expect(await memory(nodes)).toEqual({
    bytes: item + 200 * 2 * item,
    node: "d",
    largest: "200 items of 2 × 10 × 25 numbers",
  });
});

it("counts what is held at the same time, and lets go of what nobody needs", async () => {
  // one after another: the two are never there together
  const apart = await memory({
    a: ["make", { items: 5 }],
    s: ["show", {}, "a"],
    b: ["make", { items: 5, side: 20 }],
    t: ["show", {}, "b"],
  });
  expect(apart).toMatchObject({ bytes: 10 * item + 7, node: "b" });
  // what the cache keeps is there as well, as far as it has room
  const kept = await memory(
    { a: ["make", { items: 5 }], s: ["show", {}, "a"], b: ["make", {}], t: ["show", {}, "b"] },
    1e6,
  );
  expect(kept).toMatchObject({ bytes: 15 * item + 7 });
  const large = await memory(
    { a: ["make", { items: 5 }], s: ["show", {}, "a"], b: ["make", {}], t: ["show", {}, "b"] },
    item,
  );
  expect(large?.bytes).toBe(10 * item + 7);
});

it("refuses a run that would take more than is allowed, with what was found, what is allowed and what to do", async () => {
  const large = planned({ a: ["make", { items: 256, side: 75_000 }], s: ["show", {}, "a"] });
  const options = { types, host: null, cache: 0 };
  const limits = (allowed: number) => ({ allowed, remedy: "start the server with a larger --run-memory" });
  await expect(requireMemory(large, options, limits(4e9))).resolves.toBeUndefined();
  await expect(requireMemory(large, options, limits(1e9))).rejects.toMatchObject({
    code: "budget_exceeded",
    message:
      "The run was not begun: it would take about 1920 MB of memory at a (256 items of 75000 × 25 numbers); 1000 MB are allowed. Use smaller pictures or fewer items, or start the server with a larger --run-memory.",
  });
});
