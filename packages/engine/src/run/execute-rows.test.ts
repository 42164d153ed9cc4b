/**
 * More rows of the behaviour table, by its numbers. Rows 8, 11, 12, 13 and 18 are in execute-rows-otherwise.test.ts; row 23
 * is of preview methods, which this engine does not have; rows 24, 25 and 27 are the server's.
 */
import { describe, expect, it } from "vitest";
import { check, execute, plan, RunCache } from "../index.ts";
import { graphOf, types, vocabulary } from "../testing/arithmetic.ts";
import { run } from "../testing/run.ts";

type Nodes = Parameters<typeof graphOf>[0];
const codes = (nodes: Nodes) =>
  check(graphOf(nodes), vocabulary).map(({ code, node, port }) => `${code} ${node}.${port}`);
const good: Nodes = { v: ["value", { value: 3 }], out: ["show", {}, { value: "v.value" }] };
const run1 = (nodes: Nodes, targets?: readonly string[]) => run(graphOf(nodes), targets && { targets });

describe("before a run", () => {
  it("row 5: a literal of the wrong kind is refused", () => {
    expect(codes({ ...good, v: ["value", { value: "three" }] })).toEqual(["param_kind v.value"]);
  });
  it("row 6: an edge of the wrong kind is refused, at an input and at a param", () => {
    const words = { w: ["word", { text: "three" }] } as const;
    expect(codes({ ...good, ...words, a: ["add", {}, { a: "w.text" }] })).toEqual(["kind_mismatch a.a"]);
    expect(codes({ ...good, ...words, a: ["add", {}, { a: "v.value", bias: "w.text" }] })).toEqual([
      "kind_mismatch a.bias",
    ]);
  });
  it("row 7: a cycle is refused, and named as a path", () => {
    const cycle: Nodes = { ...good, a: ["add", {}, { a: "b.sum" }], b: ["add", {}, { a: "a.sum" }] };
    const [problem] = check(graphOf(cycle), vocabulary);
    expect(problem).toMatchObject({
      code: "graph_cycle",
      message: expect.stringMatching(/a → b → a|b → a → b/),
    });
  });
  it("row 9: an edge from a node that is missing stops only what needs it; put back, all runs", async () => {
    const broken: Nodes = {
      ...good,
      a: ["add", {}, { a: "gone.value" }],
      other: ["show", {}, { value: "a.sum" }],
    };
    expect(() => plan(graphOf(broken), vocabulary, { fingerprint: "" })).toThrow(
      /"gone", which does not exist/,
    );
    expect((await run1(broken, ["out"])).shown("out")).toBe("3");
    const whole = await run1({ ...broken, gone: ["value", { value: 4 }] });
    expect([whole.shown("out"), whole.shown("other")]).toEqual(["3", "4"]);
  });
});

describe("in a run", () => {
  it("row 10: what changes with every run has its seed in the key; the same seed is not computed again", async () => {
    const cache = new RunCache();
    const seeded = (seed: number) =>
      graphOf({ v: ["value", { value: 1, seed }], s: ["show", {}, { value: "v.value" }] });
    for (const [seed, did] of [
      [1, 1],
      [1, 0],
      [2, 1],
      [1, 0],
    ] as const)
      expect((await run(seeded(seed), { cache })).did).toHaveLength(did);
  });
  it("rows 14 and 15: items of a batch keep their order and number, whether computed, shared or cached", async () => {
    const cache = new RunCache();
    const nodes = (count: number): Nodes => ({
      c: ["count", { count }],
      h: ["half", {}, { value: "c.values" }],
      a: ["add", { bias: 10 }, { a: "h.half" }],
      s: ["show", {}, { value: "a.sum" }],
    });
    await run(graphOf(nodes(3)), { cache });
    expect((await run(graphOf(nodes(7)), { cache })).shown("s")).toBe("10 10 11 11 12 12 13");
  });
  it("row 20: a failure beside nodes that are under way leaves them running, and the next run repairs it", async () => {
    const cache = new RunCache();
    const nodes = (above: number): Nodes => ({
      v: ["value", { value: 5 }],
      bad: ["fail", { above }, { value: "v.value" }],
      lost: ["show", {}, { value: "bad.value" }],
      a: ["add", { bias: 1 }, { a: "v.value" }],
      kept: ["show", {}, { value: "a.sum" }],
    });
    const first = await run(graphOf(nodes(4)), { cache });
    expect(first.all("node-failed")).toMatchObject([{ node: "bad", error: { code: "too_much" } }]);
    expect(first.all("node-skipped")).toMatchObject([{ node: "lost", because: "bad" }]);
    expect(first.shown("kept")).toBe("6");
    const second = await run(graphOf(nodes(5)), { cache });
    expect(second.did).toEqual(["fail 5"]);
    expect(second.shown("lost")).toBe("5");
  });
  it("row 22: progress is told by node, step and number of steps, and stops with the node", async () => {
    const { events } = await run1({
      c: ["count", { count: 2 }],
      v: ["spread", {}, { value: "c.values" }],
      x: ["scale", {}, { vector: "v.vector" }],
      s: ["show-vector", {}, { vector: "x.vector" }],
    });
    const told = events.filter((e) => e.event === "node-progress");
    expect(told.map(({ node, step, of }) => [node, step, of])).toEqual([
      ["x", 1, 2],
      ["x", 2, 2],
    ]);
    const last = events.findIndex((e) => e.event === "node-finished" && e.node === "x");
    expect(told.every(({ seq }) => seq < last)).toBe(true);
  });
  it("row 26: what comes from the cache is told whole, as if it had been computed", async () => {
    const cache = new RunCache();
    const first = await run(graphOf(good), { cache });
    const { all } = await run(graphOf(good), { cache });
    const outputs = (list: ReturnType<typeof first.all<"node-finished">>) =>
      list.map(({ node, outputs }) => ({ node, outputs })).sort((p, q) => (p.node < q.node ? -1 : 1));
    expect(all("node-finished").every(({ cached }) => cached)).toBe(true);
    expect(outputs(all("node-finished"))).toEqual(outputs(first.all("node-finished")));
  });
  it("row 29: a small cache forgets the oldest and stays within its budget, whatever it holds", async () => {
    const cache = new RunCache({ bytes: 20_000 });
    const big = (value: number): Nodes => ({
      v: ["value", { value }],
      w: ["spread", { width: 500 }, { value: "v.value" }],
      s: ["show-vector", {}, { vector: "w.vector" }],
    });
    for (let value = 0; value < 12; value++) {
      await run(graphOf(big(value)), { cache });
      expect(cache.bytes).toBeLessThanOrEqual(20_000);
    }
    expect((await run(graphOf(big(0)), { cache })).did).toContain("spread 0");
  });
});

describe("what the table does not have", () => {
  it("the bytes of a run's events grow with its nodes, not with their square", async () => {
    const chain = (length: number) => {
      const nodes: Record<string, Nodes[string]> = { n0: ["value"] };
      for (let i = 1; i < length; i++)
        nodes[`n${i}`] = ["add", {}, { a: i === 1 ? "n0.value" : `n${i - 1}.sum` }];
      return graphOf({ ...nodes, out: ["show", {}, { value: `n${length - 1}.sum` }] });
    };
    const bytes = async (length: number) => JSON.stringify((await run(chain(length))).events).length / length;
    const [small, large] = [await bytes(100), await bytes(2000)];
    expect(large / small).toBeLessThan(1.3);
  });
  it("a thousand nodes in a row run, and nothing the second time", async () => {
    const nodes: Record<string, Nodes[string]> = { n0: ["value"] };
    for (let i = 1; i < 1000; i++)
      nodes[`n${i}`] = ["add", { bias: 1 }, { a: i === 1 ? "n0.value" : `n${i - 1}.sum` }];
    const graph = graphOf({ ...nodes, out: ["show", {}, { value: "n999.sum" }] });
    const cache = new RunCache();
    const options = { types, host: { did: [] as string[] }, cache, signal: new AbortController().signal };
    const planned = plan(graph, vocabulary, { fingerprint: "" });
    for (const computed of [1001, 0])
      for await (const event of execute(planned, options))
        if (event.event === "run-finished") expect(event).toMatchObject({ status: "done", computed });
  });
});
