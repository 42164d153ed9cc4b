import type { RunEvent } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { RunRecord } from "@unclip/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LocalRuns } from "./local-runs.ts";
import type { FromBrowserRunner, ToBrowserRunner } from "./messages.ts";

/** A Worker that is told things and says what the test lets it. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  readonly told: ToBrowserRunner[] = [];
  ended = false;
  constructor() {
    super();
    FakeWorker.all.push(this);
  }
  postMessage(message: ToBrowserRunner): void {
    if (this.ended) throw new Error("told after its end");
    this.told.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(message: FromBrowserRunner): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data: message }));
  }
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message }));
  }
  orders<Do extends ToBrowserRunner["do"]>(what: Do): Extract<ToBrowserRunner, { do: Do }>[] {
    return this.told.filter((one): one is Extract<ToBrowserRunner, { do: Do }> => one.do === what);
  }
}

const ready = { say: "ready", provider: "wasm", vocabulary: {} } as unknown as FromBrowserRunner;
const graph = { unclip: 1, title: "t", model: "emoji", nodes: {} } as unknown as Graph;
const finished: RunEvent = {
  seq: 0,
  event: "run-finished",
  status: "done",
  computed: 0,
  cached: 0,
  milliseconds: 1,
};

let runs: LocalRuns;
const told: string[] = [];
const records: RunRecord[] = [];
const worker = () => FakeWorker.all.at(-1)!;
/** Lets promises that are settled go on. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  vi.stubGlobal("Worker", FakeWorker);
  FakeWorker.all = [];
  told.length = 0;
  records.length = 0;
  runs = new LocalRuns(() => ({ models: "http://host/models" }), {
    backend: () => {},
    download: ({ what }) => told.push(`downloading ${what}`),
    idle: () => told.push("idle"),
    stored: () => {},
    pictures: (bytes) => told.push(`${bytes} bytes of pictures`),
    problem: (message) => told.push(message),
  });
  runs.listeners = { events: () => {}, run: (record) => records.push(record) };
});
afterEach(() => vi.unstubAllGlobals());

test("runs are carried out one after the other", async () => {
  const [first, second] = [runs.start({ graph }), runs.start({ graph })];
  worker().say(ready);
  await turn();
  expect(worker().orders("run")).toMatchObject([{ run: first }]);
  expect(runs.get(second)?.record).toMatchObject({ status: "queued", ahead: 1 });
  worker().say({ say: "event", run: first, event: finished });
  expect(worker().orders("run")).toMatchObject([{ run: first }, { run: second }]);
  expect(runs.get(first)?.record.status).toBe("done");
});

test("pictures that the person brought are removed, and people are told what is left", async () => {
  const asked = runs.storedPictures("evict-pictures");
  worker().say(ready);
  await asked;
  expect(worker().orders("evict-pictures")).toEqual([{ do: "evict-pictures" }]);
  worker().say({ say: "pictures", bytes: 0 });
  expect(told).toEqual(["0 bytes of pictures"]);
});

test("a runner that cannot start fails the runs that wait for it, and the next run starts another", async () => {
  const id = runs.start({ graph });
  worker().crash("could not be loaded");
  expect(runs.get(id)?.record).toMatchObject({
    status: "failed",
    error: { message: expect.stringContaining("could not be loaded") },
  });
  expect(worker().ended).toBe(true);
  const again = runs.start({ graph });
  expect(FakeWorker.all.length).toBe(2);
  worker().say(ready);
  await turn();
  expect(worker().orders("run")).toMatchObject([{ run: again }]);
});

test("a runner that says why it cannot start is believed, and with no run waiting people are told", () => {
  void runs.ready();
  worker().say({ say: "stopped", message: "expected https" });
  expect([worker().ended, told]).toEqual([true, ["idle", "expected https"]]);
});

test("a runner that ends within a run fails it, and the next run gets a new one", async () => {
  const [first, second] = [runs.start({ graph }), runs.start({ graph })];
  worker().say(ready);
  await turn();
  worker().say({ say: "event", run: first, event: { seq: 0, event: "node-started", node: "a" } as RunEvent });
  worker().crash("out of memory");
  expect(runs.get(first)?.events.map(({ event }) => event)).toEqual([
    "node-started",
    "node-failed",
    "run-finished",
  ]);
  expect(FakeWorker.all.length).toBe(2);
  expect(worker().orders("run")).toMatchObject([{ run: second }]);
});

test("a run that does not heed its cancelling is ended with its Worker", async () => {
  const id = runs.start({ graph });
  worker().say(ready);
  await turn();
  vi.useFakeTimers();
  runs.cancel(id);
  const [old] = FakeWorker.all;
  expect(old!.orders("cancel")).toEqual([{ do: "cancel", run: id }]);
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  expect(old!.ended).toBe(true);
  expect(runs.get(id)?.record.status).toBe("cancelled");
});

test("a picture that cannot be kept is told to who brought it, and the next gets its own answer", async () => {
  const bring = () => runs.keep(new Blob(["png"], { type: "image/png" }));
  const [first, second] = [bring(), bring()];
  worker().say(ready);
  await vi.waitUntil(() => worker().orders("keep").length === 2);
  const [one, other] = worker().orders("keep");
  worker().say({ say: "kept", request: other!.request, id: "b" });
  worker().say({ say: "unkept", request: one!.request, message: "storage is full" });
  await expect(first).rejects.toThrow("storage is full");
  expect(await second).toBe("b");
  const third = bring();
  await vi.waitUntil(() => worker().orders("keep").length === 3);
  worker().crash("gone");
  await expect(third).rejects.toThrow("gone");
});

test("a download that breaks off within a run is no longer shown when the run has ended", async () => {
  const id = runs.start({ graph });
  worker().say(ready);
  await turn();
  worker().say({ say: "download", what: "emoji", bytes: 1, of: 2, ended: false });
  worker().say({ say: "failed", run: id, error: { code: "model_missing", message: "broke off" } });
  expect(told).toEqual(["downloading emoji", "idle"]);
  expect(records.at(-1)).toMatchObject({ status: "failed", error: { message: "broke off" } });
});
