import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stopOnSignal } from "./stop-on-signal.ts";

class FakeProcess extends EventEmitter {
  ppid = 100;
  env: NodeJS.ProcessEnv = {};
  readonly exits: number[] = [];
  exit = (code?: number | string | null) => {
    this.exits.push(Number(code));
    return undefined as never;
  };
}

let process: FakeProcess;
let now = 0;
let stops = 0;
let drained: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  process = new FakeProcess();
  now = 0;
  stops = 0;
});
afterEach(() => void vi.useRealTimers());

function watch(): void {
  const stop = () => {
    stops++;
    return new Promise<void>((resolve) => {
      drained = resolve;
    });
  };
  stopOnSignal({ stop, process: process as never, now: () => now });
}

describe("a server that is asked to stop", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"])("drains at %s and ends with 0", async (signal) => {
    watch();
    process.emit(signal);
    expect([stops, process.exits]).toEqual([1, []]);
    drained();
    await vi.advanceTimersByTimeAsync(0);
    expect(process.exits).toEqual([0]);
  });

  it("takes the signals of one Ctrl+C as one, and a later one as: now", () => {
    watch();
    process.emit("SIGINT");
    now = 300;
    process.emit("SIGINT");
    process.emit("SIGTERM");
    expect([stops, process.exits]).toEqual([1, []]);
    now = 3000;
    process.emit("SIGINT");
    expect([stops, process.exits]).toEqual([1, [1]]);
  });

  it("drains when the npm start that began it is gone, and outlives any other parent", () => {
    process.env = { npm_lifecycle_event: "start" };
    watch();
    vi.advanceTimersByTime(10_000);
    expect(stops).toBe(0);
    process.ppid = 1;
    vi.advanceTimersByTime(10_000);
    expect(stops).toBe(1);
    process = new FakeProcess();
    watch();
    process.ppid = 1;
    vi.advanceTimersByTime(10_000);
    expect(stops).toBe(1);
  });
});
