/** Runs that share a cache do not compute the same node twice at the same time. */
import { describe, expect, it } from "vitest";
import { describe as tableOf } from "../contract/describe.ts";
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
} from "../index.ts";
import { define, graphOf, kinds, type Ledger, numberKind, types, words } from "../testing/arithmetic.ts";
import { told } from "../testing/run.ts";

/** Runs of a graph of one slow node, which counts how often it began and waits until its gate opens. */
function slowRuns(options: { readonly cacheBytes?: number; readonly fails?: boolean } = {}) {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const count = { begun: 0 };
  const slow = define.each({
    ...words,
    type: "slow",
    sink: true,
    inputs: { value: input(numberKind, "V", "v") },
    outputs: { value: output(numberKind, "V", "v") },
    params: {},
    execute: each(async ({ value }, { signal }) => {
      count.begun++;
      const aborted = new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
      await Promise.race([gate, aborted]);
      if (options.fails) throw new NodeError("broken", "It broke.");
      return { value };
    }),
  });
  const list = nodeTypes<Ledger>([...types.values(), slow]);
  const graph = graphOf({
    v: ["value"],
    s: ["slow", {}, { value: "v.value" }],
    t: ["show", {}, { value: "s.value" }],
  });
  const planned = plan(graph, tableOf(list, kinds), { fingerprint: "" });
  const cache = new RunCache(options.cacheBytes === undefined ? {} : { bytes: options.cacheBytes });
  const start = (signal = new AbortController().signal) => {
    const events: RunEvent[] = [];
    const ended = (async () => {
      for await (const event of execute(planned, { types: list, host: { did: [] }, cache, signal }))
        events.push(event);
      return told(events, []);
    })();
    return { events, ended };
  };
  return { start, open, count };
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const last = (events: readonly RunEvent[]) => events.at(-1) as Extract<RunEvent, { event: "run-finished" }>;

describe("two runs at once", () => {
  it("compute a node once; the second takes it over and says that it was cached", async () => {
    const { start, open, count } = slowRuns();
    const runs = [start(), start(), start()];
    await soon();
    open();
    const [a, b, c] = await Promise.all(runs.map(({ ended }) => ended));
    expect(count.begun).toBe(1);
    for (const { events } of runs) expect(last(events).status).toBe("done");
    expect(last(a?.events ?? [])).toMatchObject({ computed: 3, cached: 0 });
    for (const other of [b, c]) {
      expect(other?.all("node-finished").find((e) => e.node === "s")).toMatchObject({ cached: true });
      expect(other?.all("node-started").some((e) => e.node === "s")).toBe(false);
      expect(other?.shown("t")).toBe(a?.shown("t"));
      expect(other?.events.map((e) => e.seq)).toEqual(other?.events.map((_, i) => i));
    }
  });
  it("go on alone when the one that computes is cancelled", async () => {
    const { start, open, count } = slowRuns();
    const controller = new AbortController();
    const first = start(controller.signal);
    const second = start();
    await soon();
    controller.abort();
    expect(last((await first.ended).events).status).toBe("cancelled");
    await soon();
    expect(count.begun).toBe(2);
    open();
    expect(last((await second.ended).events)).toMatchObject({ status: "done" });
  });
  it("do not wait for each other when the one that waits is cancelled", async () => {
    const { start, open } = slowRuns();
    const controller = new AbortController();
    const first = start();
    const second = start(controller.signal);
    await soon();
    controller.abort();
    expect(last((await second.ended).events).status).toBe("cancelled");
    open();
    expect(last((await first.ended).events).status).toBe("done");
  });
  it("fail each for itself", async () => {
    const { start, open, count } = slowRuns({ fails: true });
    const runs = [start(), start()];
    await soon();
    open();
    for (const { all } of await Promise.all(runs.map(({ ended }) => ended)))
      expect(all("node-failed")).toMatchObject([{ node: "s", error: { code: "broken" } }]);
    expect(count.begun).toBe(2);
  });
  it("compute for themselves what the cache is too small to keep", async () => {
    const { start, open, count } = slowRuns({ cacheBytes: 1 });
    const runs = [start(), start()];
    await soon();
    open();
    for (const { events } of await Promise.all(runs.map(({ ended }) => ended)))
      expect(last(events).status).toBe("done");
    expect(count.begun).toBe(2);
  });
});
