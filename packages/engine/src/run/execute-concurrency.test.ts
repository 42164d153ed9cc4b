/** Nodes and runs at the same time, and how a run is cancelled. */
import { makePart } from "@unclip/graph";
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
import { each, execute, input, nodeTypes, output, plan, RunCache, type RunEvent } from "../index.ts";
import { define, graphOf, kinds, type Ledger, numberKind, types, words } from "../testing/arithmetic.ts";
import { run, told } from "../testing/run.ts";

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

  const graph = wide(6);
  it.each([
    ["independent branches run", graph],
    ["the branches within a part run", makePart(graph, Object.keys(graph.nodes), "All").graph],
  ])("row 17: %s, as many as allowed", async (_, branches) => {
    for (const concurrency of [1, 3]) {
      const note = { now: 0, most: 0 };
      const { list, table } = waiting(new Promise((open) => setTimeout(open, 20)), note);
      const planned = plan(branches, table, { fingerprint: "" });
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
