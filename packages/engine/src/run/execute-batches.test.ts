/** How batches meet, vary and are cached item by item. */
import { describe, expect, it } from "vitest";
import { RunCache } from "../index.ts";
import { graphOf } from "../testing/arithmetic.ts";
import { run } from "../testing/run.ts";

const sweep = (count: number) =>
  graphOf({
    c: ["count", { count }],
    v: ["spread", {}, { value: "c.values" }],
    x: ["scale", { factor: 3 }, { vector: "v.vector" }],
    s: ["show-vector", {}, { vector: "x.vector" }],
  });
describe("batches", () => {
  it("give one result an item, with the labels of what came in", async () => {
    const { shown, all } = await run(sweep(3));
    expect(shown("s")).toBe("0 0 3 3 6 6");
    expect(all("node-finished").find((e) => e.node === "s")?.outputs.vector?.labels).toEqual([
      "i = 0",
      "i = 1",
      "i = 2",
    ]);
  });
  it("of one broadcast against longer ones", async () => {
    const graph = graphOf({
      c: ["count"],
      a: ["value", { value: 10 }],
      sum: ["add", {}, { a: "a.value", b: "c.values" }],
      s: ["show", {}, { value: "sum.sum" }],
    });
    expect((await run(graph)).shown("s")).toBe("10 11 12");
  });
  it("of two lengths fail the node, naming lengths and ports", async () => {
    const graph = graphOf({
      c: ["count"],
      d: ["count", { count: 4 }],
      sum: ["add", {}, { a: "c.values", b: "d.values" }],
      s: ["show", {}, { value: "sum.sum" }],
    });
    const { all } = await run(graph);
    expect(all("node-failed")).toMatchObject([{ node: "sum", error: { code: "batch_mismatch" } }]);
    expect(all("node-failed")[0]?.error.message).toMatch(/"a" carries 3 items and "b" 4/);
  });
  it("of none give none", async () => {
    expect((await run(sweep(0))).shown("s")).toBe("");
  });
  it("extended from 9 to 16 compute seven items", async () => {
    const cache = new RunCache();
    await run(sweep(9), { cache });
    const { did, all } = await run(sweep(16), { cache });
    expect(did.filter((d) => d.startsWith("scale"))).toEqual(
      [9, 10, 11, 12, 13, 14, 15].map((i) => `scale ${i}×3`),
    );
    expect(all("node-started").find((e) => e.node === "x")).toMatchObject({ items: 7, cached: 9 });
    expect((await run(sweep(5), { cache })).did).toEqual(["count 5"]);
  });
  it("with equal items compute them once", async () => {
    const graph = graphOf({
      c: ["count", { count: 4 }],
      h: ["half", {}, { value: "c.values" }],
      a: ["add", {}, { a: "h.half" }],
      s: ["show", {}, { value: "a.sum" }],
    });
    const { did, shown } = await run(graph);
    expect(did).toEqual(["count 4", "add 0+nothing+0", "add 1+nothing+0"]);
    expect(shown("s")).toBe("0 0 1 1");
  });
  it("vary params of each nodes, within their bounds", async () => {
    const wired = (count: number) =>
      graphOf({
        c: ["count", { count }],
        v: ["spread", {}, { value: "c.values", width: "c.values" }],
        s: ["show-vector", {}, { vector: "v.vector" }],
      });
    const { all } = await run(wired(3));
    expect(all("node-failed")[0]).toMatchObject({ node: "v", error: { code: "param_range" } });
    expect(all("node-failed")[0]?.error.message).toBe(
      'Item 1 of 3 ("i = 0"): "width" gets 0; expected a whole number from 1 to 1000. Change what feeds it.',
    );
    const one = graphOf({
      c: ["count"],
      p: ["add", { bias: 1 }, { a: "c.values" }],
      v: ["spread", {}, { value: "c.values", width: "p.sum" }],
      s: ["show-vector", {}, { vector: "v.vector" }],
    });
    expect((await run(one)).shown("s")).toBe("0 1 1 2 2 2");
  });
  it("enter all nodes whole, but their params one by one", async () => {
    const mean = (weights: string) =>
      graphOf({
        c: ["count"],
        w: ["value", { value: 2 }],
        v: ["spread", {}, { value: "c.values" }],
        m: ["mean", {}, { vectors: "v.vector", weight: weights }],
        s: ["show-vector", {}, { vector: "m.mean" }],
      });
    expect((await run(mean("w.value"))).shown("s")).toBe("2 2");
    const { all } = await run(mean("c.values"));
    expect(all("node-failed")[0]?.error).toMatchObject({ code: "batch_mismatch" });
    expect(all("node-failed")[0]?.error.message).toMatch(/"weight" gets 3 items from c\.values/);
  });
  it("report progress and previews by their place in the batch, not among what was missing", async () => {
    const cache = new RunCache();
    await run(sweep(2), { cache });
    const { all } = await run(sweep(3), { cache });
    expect(all("node-progress")).toMatchObject([
      { node: "x", step: 1, of: 1, preview: { asset: "preview", item: 2 } },
    ]);
  });
});
