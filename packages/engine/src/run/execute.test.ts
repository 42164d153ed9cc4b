/** What a run does, row by row; the numbers are those of the behaviour table that the rows come from. */
import { setParam } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { plan, RunCache, type RunEvent, willRun } from "../index.ts";
import { graphOf, vocabulary } from "../testing/arithmetic.ts";
import { run } from "../testing/run.ts";

const sum = graphOf({
  a: ["value", { value: 1 }],
  b: ["value", { value: 2 }],
  sum: ["add", {}, { a: "a.value", b: "b.value" }],
  out: ["show", {}, { value: "sum.sum" }],
});
const names = (events: readonly RunEvent[]) =>
  events.map((e) => ("node" in e ? `${e.event} ${e.node}` : e.event));

describe("a run", () => {
  it("tells what happens, numbered without gaps", async () => {
    const { events, shown } = await run(sum, { concurrency: 1 });
    expect(names(events)).toEqual([
      "run-started",
      "node-started a",
      "node-finished a",
      "node-started b",
      "node-finished b",
      "node-started sum",
      "node-finished sum",
      "node-started out",
      "node-finished out",
      "run-finished",
    ]);
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
    expect(events.at(-1)).toMatchObject({ status: "done", computed: 4, cached: 0 });
    expect(shown("out")).toBe("3");
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });
  it("row 1: does not run what no output needs", async () => {
    const { did } = await run(
      graphOf({
        a: ["value", { value: 1 }],
        idle: ["value", { value: 9 }],
        s: ["show", {}, { value: "a.value" }],
      }),
    );
    expect(did).toEqual(["value 1"]);
  });
  it("row 2: computes nothing the second time", async () => {
    const cache = new RunCache();
    const first = await run(sum, { cache });
    const again = await run(sum, { cache });
    expect(again.did).toEqual([]);
    expect(again.shown("out")).toBe("3");
    expect(again.all("node-started")).toEqual([]);
    expect(again.all("run-finished")[0]).toMatchObject({ computed: 0, cached: 4 });
    const outputs = (t: typeof first) =>
      Object.fromEntries(t.all("node-finished").map((e) => [e.node, e.outputs]));
    expect(outputs(again)).toEqual(outputs(first));
  });
  it("row 3: recomputes a changed node and what follows, and goes back for nothing", async () => {
    const cache = new RunCache();
    await run(sum, { cache });
    const changed = setParam(sum, "b", "value", 5).graph;
    expect((await run(changed, { cache })).did).toEqual(["value 5", "add 1+5+0"]);
    expect((await run(sum, { cache })).did).toEqual([]);
  });
  it("row 4: a node that throws fails with its code and message, and the engine goes on", async () => {
    const broken = graphOf({
      a: ["value", { value: 7 }],
      f: ["fail", {}, { value: "a.value" }],
      s: ["show", {}, { value: "f.value" }],
    });
    const { all } = await run(broken);
    expect(all("node-failed")).toMatchObject([
      { node: "f", error: { code: "too_much", message: "7 is more than -1; lower it." } },
    ]);
    expect(all("node-skipped")).toMatchObject([{ node: "s", because: "f" }]);
    expect(all("run-finished")[0]).toMatchObject({ status: "failed", computed: 1 });
    expect((await run(sum)).shown("out")).toBe("3");
  });
  it("row 16: two outputs share an input that runs once", async () => {
    const { did, shown } = await run(
      graphOf({
        a: ["value", { value: 4 }],
        s: ["show", {}, { value: "a.value" }],
        t: ["add", {}, { a: "a.value" }],
        u: ["show", {}, { value: "t.sum" }],
      }),
    );
    expect(did.filter((d) => d === "value 4")).toHaveLength(1);
    expect([shown("s"), shown("u")]).toEqual(["4", "4"]);
  });
  it("row 19: targets run with what they need, and nothing else", async () => {
    const { did, all } = await run(sum, { targets: ["b"] });
    expect(did).toEqual(["value 2"]);
    expect(all("run-started")[0]?.nodes).toEqual(["b"]);
  });
  it("row 28: a failing branch leaves the others running; it is not cached and is tried again", async () => {
    const cache = new RunCache();
    const branches = graphOf({
      a: ["value", { value: 7 }],
      f: ["fail", {}, { value: "a.value" }],
      s: ["show", {}, { value: "f.value" }],
      deep: ["add", {}, { a: "s.value" }],
      t: ["show", {}, { value: "deep.sum" }],
      good: ["add", {}, { a: "a.value" }],
      u: ["show", {}, { value: "good.sum" }],
    });
    const first = await run(branches, { cache });
    expect(first.shown("u")).toBe("7");
    expect(
      first
        .all("node-skipped")
        .map((e) => `${e.node} ${e.because}`)
        .sort(),
    ).toEqual(["deep f", "s f", "t f"]);
    const again = await run(branches, { cache });
    expect(again.did).toEqual(["fail 7"]);
    expect(again.all("node-failed")).toHaveLength(1);
  });
  it("a hundred equal branches run once", async () => {
    const nodes: Parameters<typeof graphOf>[0] = {};
    for (let i = 0; i < 100; i++) {
      nodes[`v${i}`] = ["value", { value: 3 }];
      nodes[`a${i}`] = ["add", {}, { a: `v${i}.value` }];
      nodes[`s${i}`] = ["show", {}, { value: `a${i}.sum` }];
    }
    const { did, all } = await run(graphOf(nodes));
    expect(did).toEqual(["value 3", "add 3+nothing+0"]);
    expect(all("node-finished")).toHaveLength(300);
  });
  it("equal nodes that fail all fail", async () => {
    const { all } = await run(
      graphOf({
        a: ["value"],
        f: ["fail", {}, { value: "a.value" }],
        g: ["fail", {}, { value: "a.value" }],
        s: ["show", {}, { value: "f.value" }],
        t: ["show", {}, { value: "g.value" }],
      }),
    );
    expect(
      all("node-failed")
        .map((e) => e.node)
        .sort(),
    ).toEqual(["f", "g"]);
    expect(all("node-skipped")).toHaveLength(2);
  });
  it("a target that is cached asks for nothing before it, even when that was evicted", async () => {
    const cache = new RunCache();
    const planned = plan(sum, vocabulary, { fingerprint: "test" });
    await run(sum, { cache });
    const kept = new RunCache();
    for (const node of planned.nodes.filter((n) => n.id === "out")) {
      const entry = cache.get(node.key);
      if (entry && "items" in entry) {
        kept.set(node.key, entry);
        for (const key of entry.items) kept.set(key, cache.get(key)!);
      }
    }
    const { did, all } = await run(sum, { cache: kept });
    expect(did).toEqual([]);
    expect(all("run-started")[0]?.nodes).toEqual(["out"]);
  });
});

describe("willRun", () => {
  it("names the nodes that a run would compute now", async () => {
    const cache = new RunCache();
    const planned = (g = sum) => plan(g, vocabulary, { fingerprint: "test" });
    expect([...willRun(planned(), cache)].sort()).toEqual(["a", "b", "out", "sum"]);
    await run(sum, { cache });
    expect(willRun(planned(), cache).size).toBe(0);
    const changed = setParam(sum, "sum", "bias", 1).graph;
    const will = willRun(planned(changed), cache);
    expect([...will].sort()).toEqual(["out", "sum"]);
    const { all } = await run(changed, { cache });
    expect(
      all("node-started")
        .map((e) => e.node)
        .sort(),
    ).toEqual([...will].sort());
  });
});
