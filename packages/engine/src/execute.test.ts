/** What a run does, row by row; the numbers are those of the behaviour table that the rows come from. */
import { setParam } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "./describe.ts";
import {
  each,
  execute,
  input,
  NodeError,
  nodeTypes,
  output,
  plan,
  RunCache,
  type RunEvent,
  willRun,
} from "./index.ts";
import {
  define,
  graphOf,
  kinds,
  type Ledger,
  numberKind,
  types,
  vocabulary,
  words,
} from "./testing/arithmetic.ts";
import { run, told } from "./testing/run.ts";

const sum = graphOf({
  a: ["value", { value: 1 }],
  b: ["value", { value: 2 }],
  sum: ["add", {}, { a: "a.value", b: "b.value" }],
  out: ["show", {}, { value: "sum.sum" }],
});
const sweep = (count: number) =>
  graphOf({
    c: ["count", { count }],
    v: ["spread", {}, { value: "c.values" }],
    x: ["scale", { factor: 3 }, { vector: "v.vector" }],
    s: ["show-vector", {}, { vector: "x.vector" }],
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
      '"width" gets 0; expected a whole number from 1 to 1000. Change what feeds it.',
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

describe("at the same time", () => {
  /** A node that waits until `gate` opens. */
  function waiting(gate: Promise<void>, note: { now: number; most: number }) {
    const slow = define.each({
      ...words,
      type: "slow",
      sink: true,
      inputs: { value: input(numberKind, "V", "v") },
      outputs: { value: output(numberKind, "V", "v") },
      params: {},
      execute: each(async ({ value }, { signal }) => {
        note.most = Math.max(note.most, ++note.now);
        const aborted = new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
        await Promise.race([gate, aborted]).finally(() => note.now--);
        return { value };
      }),
    });
    const list = nodeTypes<Ledger>([...types.values(), slow]);
    return { list, table: tableOf(list, kinds) };
  }
  const wide = (n: number) => {
    const nodes: Parameters<typeof graphOf>[0] = {};
    for (let i = 0; i < n; i++) {
      nodes[`v${i}`] = ["value", { value: i }];
      nodes[`s${i}`] = ["slow", {}, { value: `v${i}.value` }];
    }
    return graphOf(nodes);
  };

  it("row 17: independent branches run, as many as allowed", async () => {
    for (const concurrency of [1, 3]) {
      const note = { now: 0, most: 0 };
      const { list, table } = waiting(new Promise((open) => setTimeout(open, 20)), note);
      const planned = plan(wide(6), table, { fingerprint: "" });
      for await (const _ of execute(planned, {
        types: list,
        host: { did: [] },
        cache: new RunCache(),
        signal: new AbortController().signal,
        concurrency,
      }));
      expect(note.most).toBe(concurrency);
    }
  });
  it("row 21: two runs do not hear of each other", async () => {
    const cache = new RunCache();
    const [a, b] = await Promise.all([run(sweep(3), { cache }), run(sum, { cache })]);
    expect(a.events.every((e) => !("node" in e) || ["c", "v", "x", "s"].includes(e.node))).toBe(true);
    expect(b.events.map((e) => e.seq)).toEqual(b.events.map((_, i) => i));
  });
  it("cancelling stops running nodes, starts none, and caches nothing by halves", async () => {
    const note = { now: 0, most: 0 };
    const { list, table } = waiting(new Promise(() => {}), note);
    const controller = new AbortController();
    const cache = new RunCache();
    const planned = plan(wide(6), table, { fingerprint: "" });
    const events: RunEvent[] = [];
    for await (const event of execute(planned, {
      types: list,
      host: { did: [] },
      cache,
      signal: controller.signal,
      concurrency: 2,
    })) {
      events.push(event);
      if (note.now === 2) controller.abort();
    }
    const { all } = told(events, []);
    expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "cancelled" });
    expect(all("node-failed")).toEqual([]);
    for (const node of planned.nodes) if (node.type === "slow") expect(cache.has(node.key)).toBe(false);
  });
  it("a run that is cancelled before it begins does nothing", async () => {
    const { events, did } = await run(sum, { signal: AbortSignal.abort() });
    expect(names(events)).toEqual(["run-started", "run-finished"]);
    expect(did).toEqual([]);
  });
  it("a reader that leaves cancels the run", async () => {
    const note = { now: 0, most: 0 };
    const { list, table } = waiting(new Promise(() => {}), note);
    const planned = plan(wide(2), table, { fingerprint: "" });
    for await (const event of execute(planned, {
      types: list,
      host: { did: [] },
      cache: new RunCache(),
      signal: new AbortController().signal,
    }))
      if (event.event === "node-started" && note.now === 2) break;
    expect(note).toEqual({ now: 0, most: 2 });
  });
});

describe("node types that break their word", () => {
  const breaking = (execute: (items: readonly unknown[]) => unknown) => {
    const bad = define.each({
      ...words,
      type: "bad",
      sink: true,
      inputs: {},
      outputs: { value: output(numberKind, "V", "v") },
      params: {},
      execute: execute as never,
    });
    const list = nodeTypes<Ledger>([bad]);
    return run2(list);
  };
  const run2 = async (list: ReturnType<typeof nodeTypes<Ledger>>) => {
    const planned = plan(graphOf({ x: ["bad"] }), tableOf(list, kinds), { fingerprint: "" });
    const events: RunEvent[] = [];
    for await (const e of execute(planned, {
      types: list,
      host: { did: [] },
      cache: new RunCache(),
      signal: new AbortController().signal,
    }))
      events.push(e);
    return told(events, []).all("node-failed")[0]?.error;
  };
  it.each([
    ["too few results", async () => [], "node_contract"],
    ["no list", async () => undefined, "node_contract"],
    ["an output left out", async () => [{}], "node_contract"],
    [
      "an error of the system",
      async () => Promise.reject(Object.assign(new Error("no file"), { code: "ENOENT" })),
      "node_failed",
    ],
    ["something that is no error", async () => Promise.reject("just text"), "node_failed"],
    [
      "an error with a code",
      async () => Promise.reject(new NodeError("model_missing", "gone")),
      "model_missing",
    ],
    [
      "a throw at once",
      () => {
        throw new Error("now");
      },
      "node_failed",
    ],
  ])("%s", async (_, execute, code) => {
    const error = await breaking(execute);
    expect(error?.code).toBe(code);
    expect(error).not.toHaveProperty("stack");
  });
  it("a plan of other node types is refused node by node", async () => {
    const planned = plan(sum, vocabulary, { fingerprint: "" });
    const newer = nodeTypes<Ledger>(
      [...types.values()]
        .filter((t) => t.type !== "show")
        .map((t) => (t.type === "value" ? { ...t, version: 2 } : t)),
    );
    const events: RunEvent[] = [];
    for await (const e of execute(planned, {
      types: newer,
      host: { did: [] },
      cache: new RunCache(),
      signal: new AbortController().signal,
    }))
      events.push(e);
    expect(
      told(events, [])
        .all("node-failed")
        .map((e) => e.error.code),
    ).toEqual(["plan_stale", "plan_stale"]);
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
