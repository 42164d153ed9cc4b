import type { RunEvent } from "@unclip/engine";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Claim, NewEvent, Repository, RunEnd } from "../store/repository.ts";
import { Feed } from "./feed.ts";
import { Recorder } from "./recorder.ts";

const claim: Claim = {
  id: "run",
  owner: "",
  attempt: 1,
  graph: { unclip: 1, title: "", model: "none", nodes: {} },
  previews: true,
  reads: [],
};
const error = { code: "runner_crashed", message: "It crashed." };
const progress = (step: number, item?: number): RunEvent => ({
  seq: 0,
  event: "node-progress",
  node: "decode",
  step,
  of: 25,
  ...(item === undefined ? {} : { preview: { asset: `picture of step ${step}`, item } }),
});
const started: RunEvent = { seq: 0, event: "node-started", node: "decode", items: 1, cached: 0 };
const finished: RunEvent = {
  seq: 0,
  event: "run-finished",
  status: "done",
  computed: 1,
  cached: 0,
  milliseconds: 1,
};

let stored: RunEvent[];
let told: RunEvent[];
let ends: RunEnd[];
/** Times that something was stored. */
let groups: number;
/** Appends that are refused before the store works again. */
let failures: number;
/** Assets that were stored as the run's. */
let held: string[];
let recorder: Recorder;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  [stored, told, ends, failures, groups] = [[], [], [], 0, 0];
  held = [];
  const append = async (
    _: unknown,
    events: readonly NewEvent[],
    end?: RunEnd,
    holds: readonly { asset: string }[] = [],
  ) => {
    if (failures-- > 0) throw new Error("disk full");
    held.push(...holds.map(({ asset }) => asset));
    const numbered = events.map((event, i) => ({ ...event, seq: stored.length + i }));
    stored.push(...numbered);
    groups += 1;
    if (end !== undefined) ends.push(end);
    return numbered;
  };
  const feed = new Feed();
  feed.listen({ events: (_, events) => told.push(...events), run: () => {} });
  recorder = new Recorder({ append, get: () => undefined } as unknown as Repository, feed, claim);
});
afterEach(() => {
  vi.useRealTimers();
});

const steps = () => stored.flatMap((e) => (e.event === "node-progress" ? [e.step] : []));

describe("Recorder", () => {
  it("keeps the preview of every step, and tells them in at most ten groups a second", async () => {
    for (let step = 1; step <= 25; step++) {
      recorder.add(progress(step, 0));
      await vi.advanceTimersByTimeAsync(40);
    }
    await vi.advanceTimersByTimeAsync(100);
    expect(steps()).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(groups).toBeLessThanOrEqual(12);
    expect(told).toEqual(stored);
  });

  it("keeps the latest of plain steps, and drops no progress before what follows it", async () => {
    recorder.add(progress(1));
    await vi.advanceTimersByTimeAsync(0);
    for (const event of [progress(2), progress(3), progress(4, 0), progress(5)]) recorder.add(event);
    recorder.add(started);
    await vi.advanceTimersByTimeAsync(0);
    expect(
      stored.slice(1).map((e) => (e.event === "node-progress" ? [e.step, e.preview?.item] : e.event)),
    ).toEqual([[4, 0], [5, undefined], "node-started"]);
  });

  it("puts a crash on the nodes that were computing, and ends the run once", async () => {
    recorder.add(started);
    recorder.add(progress(1));
    await recorder.finish("failed", error);
    await recorder.finish("cancelled");
    expect(stored.map((e) => e.event)).toEqual([
      "node-started",
      "node-progress",
      "node-failed",
      "run-finished",
    ]);
    expect(ends).toEqual([{ status: "failed", error }]);
  });

  it("tries to store the end of a run until the disk takes it, and tells nobody before", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    failures = 3;
    recorder.add(finished);
    await vi.advanceTimersByTimeAsync(2500);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toMatchObject([{ event: "run-finished", seq: 0 }]);
    expect(ends).toEqual([{ status: "done" }]);
    log.mockRestore();
  });

  it("stores which assets the run holds with its events, and loses none to a disk that fails", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    failures = 1;
    recorder.hold("a", 1);
    recorder.add(started);
    await vi.advanceTimersByTimeAsync(0);
    expect(held).toEqual([]);
    recorder.hold("b", 1);
    await vi.advanceTimersByTimeAsync(200);
    expect(held).toEqual(["a", "b"]);
    // Also without an event that names it, and before a run goes back to the queue.
    recorder.hold("c", 1);
    await recorder.flush();
    expect(held).toEqual(["a", "b", "c"]);
    log.mockRestore();
  });
});
