/**
 * Rows of the behaviour table, by its numbers, that this engine keeps by other means: parts in place of expansion, batches
 * in place of loops, keys in place of change detectors.
 */
import { describe, expect, it } from "vitest";
import { check, plan, RunCache } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { run } from "../testing/run.ts";

type Nodes = Parameters<typeof graphOf>[0];
const keysOf = (nodes: Nodes) =>
  plan(graphOf(nodes), vocabulary, { fingerprint: "" }).nodes.map(({ key }) => key);

describe("before a run", () => {
  it("row 8: a cycle that unfolding would make is refused, and blamed on the node that people see", () => {
    const part = (type: string) => ({ title: "P", inputs: {}, outputs: {}, nodes: { inner: { type } } });
    const graph = graphOf(
      { use: ["part:a"], v: ["value"], out: ["show", {}, { value: "v.value" }] },
      { parts: { a: part("part:b"), b: part("part:a") } },
    );
    const [problem, ...others] = check(graph, vocabulary).filter(({ severity }) => severity === "error");
    expect(problem).toMatchObject({ code: "part_cycle", node: expect.stringMatching(/^use/) });
    expect(others).toEqual([]);
  });
  it("row 11: a key is made of what is written in the graph, before and whatever a run gives", async () => {
    const nodes: Nodes = { v: ["value", { value: 4 }], s: ["show", {}, { value: "v.value" }] };
    const before = keysOf(nodes);
    await run(graphOf(nodes));
    expect(keysOf(nodes)).toEqual(before);
  });
  it("row 12: an input that a node type does not declare is refused by its name", () => {
    const nodes: Nodes = {
      v: ["value"],
      a: ["add", {}, { a: "v.value", extra: "v.value" }],
      s: ["show", {}, { value: "a.sum" }],
    };
    expect(check(graphOf(nodes), vocabulary)).toMatchObject([
      { code: "port_unknown", node: "a", port: "extra" },
    ]);
  });
});

describe("in a run", () => {
  it("row 11: a change upstream that gives the same value recomputes nothing after it", async () => {
    const cache = new RunCache();
    const halved = (value: number) =>
      graphOf({
        v: ["value", { value }],
        h: ["half", {}, { value: "v.value" }],
        a: ["add", { bias: 1 }, { a: "h.half" }],
        s: ["show", {}, { value: "a.sum" }],
      });
    expect((await run(halved(4), { cache })).did).toEqual(["value 4", "add 2+nothing+1"]);
    const { did, shown } = await run(halved(5), { cache });
    expect(did).toEqual(["value 5"]);
    expect(shown("s")).toBe("3");
  });
  it("row 13: a sweep of 1 to 4 gives the value of each, and computes what is new and nothing before it", async () => {
    const cache = new RunCache();
    for (const count of [1, 2, 3, 4]) {
      const { did, shown } = await run(
        graphOf({
          v: ["value", { value: 10 }],
          c: ["count", { count }],
          a: ["add", {}, { a: "v.value", b: "c.values" }],
          s: ["show", {}, { value: "a.sum" }],
        }),
        { cache },
      );
      expect(shown("s")).toBe([10, 11, 12, 13].slice(0, count).join(" "));
      const computed = [`count ${count}`, `add 10+${count - 1}+0`];
      expect([...did].sort()).toEqual((count === 1 ? ["value 10", ...computed] : computed).sort());
    }
  });
  it("row 18: an item that cannot be computed stops its node and what needs it, and spoils no other item", async () => {
    const cache = new RunCache();
    const upTo = (count: number) =>
      graphOf({
        c: ["count", { count }],
        f: ["fail", { above: 1 }, { value: "c.values" }],
        lost: ["show", {}, { value: "f.value" }],
        a: ["add", {}, { a: "c.values" }],
        kept: ["show", {}, { value: "a.sum" }],
      });
    expect((await run(upTo(2), { cache })).shown("lost")).toBe("0 1");
    const broken = await run(upTo(4), { cache });
    expect(broken.all("node-failed")).toMatchObject([{ node: "f", error: { code: "too_much" } }]);
    expect(broken.did.filter((did) => did.startsWith("fail"))).toEqual(["fail 2"]);
    expect([broken.shown("lost"), broken.shown("kept")]).toEqual([undefined, "0 1 2 3"]);
    const again = await run(upTo(2), { cache });
    expect([again.did, again.shown("lost")]).toEqual([[], "0 1"]);
  });
  it("row 19: outputs that stand behind each other run together, those beside them do not; no target is refused", async () => {
    const graph = graphOf({
      v: ["value", { value: 1 }],
      first: ["show", {}, { value: "v.value" }],
      a: ["add", { bias: 1 }, { a: "first.value" }],
      second: ["show", {}, { value: "a.sum" }],
      b: ["fail", {}, { value: "v.value" }],
      beside: ["show", {}, { value: "b.value" }],
    });
    const { shown, did } = await run(graph, { targets: ["second"] });
    expect([shown("first"), shown("second"), shown("beside")]).toEqual(["1", "2", undefined]);
    expect(did).not.toContain("fail 1");
    expect(() => plan(graph, vocabulary, { fingerprint: "", targets: [] })).toThrow(/target/);
  });
});
