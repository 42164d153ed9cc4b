import type { RunEvent } from "@unclip/engine";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const progress = (seq: number): RunEvent => ({ seq, event: "node-progress", node: "a", step: seq, of: 9 });
const end = (seq: number): RunEvent => ({
  seq,
  event: "run-finished",
  status: "done",
  computed: 1,
  cached: 0,
  milliseconds: 1,
});

function listen() {
  const groups: string[] = [];
  const events = gather((run, list) => groups.push(`${run}: ${list.map(({ seq }) => seq).join(" ")}`));
  return { groups, events };
}

it("hands the first on at once and what follows closely together, in order, each run by itself", () => {
  const { groups, events } = listen();
  events("r", [progress(0)]);
  expect(groups).toEqual(["r: 0"]);
  for (let seq = 1; seq < 5; seq++) events("r", [progress(seq)]);
  events("s", [progress(0)]);
  expect(groups).toHaveLength(1);
  vi.advanceTimersByTime(150);
  expect(groups.slice(1)).toEqual(["r: 1 2 3 4", "s: 0"]);
});

it("lets the end of a run wait for nothing, and starts anew after a pause", () => {
  const { groups, events } = listen();
  events("r", [progress(0)]);
  events("r", [progress(1)]);
  events("r", [end(2)]);
  expect(groups).toEqual(["r: 0", "r: 1 2"]);
  vi.advanceTimersByTime(500);
  events("r", [progress(3)]);
  expect(groups).toHaveLength(3);
});
