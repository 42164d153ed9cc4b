/** What nodes remark reaches whoever reads the result: now, from the cache, and from the items it is of. */
import { describe as about, expect, it } from "vitest";
import {
  describe,
  each,
  execute,
  input,
  type Kind,
  nodeDefiner,
  nodeTypes,
  numberList,
  output,
  plan,
  RunCache,
} from "../index.ts";
import { graphOf } from "../testing/arithmetic.ts";

const value: Kind<number> = {
  name: "number",
  title: "number",
  plain: true,
  summarize: async (n) => ({ text: String(n) }),
};
const define = nodeDefiner<null>();
const words = { version: 1, title: "T", about: "A.", group: "g" };
const list = define.all({
  ...words,
  type: "list",
  inputs: {},
  outputs: { value: output(value, "Values", "v") },
  params: { values: numberList({ title: "Values", about: "", of: "number", default: [] }) },
  execute: async ({ values }, { remark }) => {
    if (values.length > 3) remark("many");
    return { value: { items: values } };
  },
});
const root = define.each({
  ...words,
  type: "root",
  sink: true,
  inputs: { value: input(value, "Value", "v") },
  outputs: { value: output(value, "Root", "r") },
  params: {},
  execute: each(({ value }, { remark }) => {
    if (value < 0) remark(`${value} has no root`);
    return { value: Math.sqrt(Math.max(0, value)) };
  }),
});
const types = nodeTypes<null>([list, root]);
const vocabulary = describe(types, [value]);

async function remarks(values: readonly number[], cache: RunCache) {
  const graph = graphOf({ list: ["list", { values }], root: ["root", {}, { value: "list.value" }] });
  const told: Record<string, readonly string[] | undefined> = {};
  const options = { types, host: null, cache, signal: new AbortController().signal };
  for await (const event of execute(plan(graph, vocabulary, { fingerprint: "" }), options))
    if (event.event === "node-finished") told[event.node] = event.remarks;
  return told;
}

about("a remark", () => {
  it("comes with the result, each once, and again from the cache", async () => {
    const cache = new RunCache();
    const told = { list: ["many"], root: ["-1 has no root", "-2 has no root"] };
    expect(await remarks([4, -1, -2, -1], cache)).toEqual(told);
    expect(await remarks([4, -1, -2, -1], cache)).toEqual(told);
  });
  it("is of an item: a batch without that item has no remark, one with it has, though nothing is computed", async () => {
    const cache = new RunCache();
    await remarks([4, -1, 9], cache);
    expect(await remarks([4, 9], cache)).toEqual({ list: undefined, root: undefined });
    expect(await remarks([-1], cache)).toEqual({ list: undefined, root: ["-1 has no root"] });
  });
});
