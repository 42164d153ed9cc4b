import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { overrun, usageOf } from "./budget.ts";

/** Memory and disk are told by /proc alone. */
const linux = process.platform === "linux";
let server: TestServer | undefined;
let log: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  log = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  await server?.end();
  server = undefined;
  log.mockRestore();
});

async function start(options: Parameters<typeof startTestServer>[0]): Promise<TestServer> {
  server = await startTestServer(options);
  await server.get("/vocabulary");
  return server;
}
async function fails(on: TestServer, graph: unknown, code: string, attempts: number, says: RegExp) {
  const run = await on.submit(graph);
  const error = { code, message: expect.stringMatching(says) };
  expect(await on.ended(run)).toMatchObject({ status: "failed", error });
  const events = await on.events(run);
  expect(events.at(-2)).toMatchObject({ event: "node-failed", node: "middle", error });
  expect(events.at(-1)).toMatchObject({ event: "run-finished", status: "failed" });
  expect(events.filter((e) => e.event === "run-started")).toHaveLength(attempts);
}
const works = async (on: TestServer, words: string) =>
  expect(await on.ended(await on.submit(faultGraph("wait", { milliseconds: 1 }, words)))).toMatchObject({
    status: "done",
  });

describe("a run that takes more than it may", () => {
  it("ends as budget_exceeded when its time is over, whether or not its process answers; others go on", async () => {
    const on = await start({ runSeconds: 1.5 });
    for (const type of ["wait", "block"]) {
      await fails(
        on,
        faultGraph(type, { milliseconds: 60_000 }),
        "budget_exceeded",
        1,
        /1\.5 seconds.*--run-seconds/,
      );
      await works(on, `after ${type}`);
    }
  });

  it("ends as budget_exceeded when it takes too much memory", { skip: !linux }, async () => {
    const on = await start({ runMemory: 400 });
    const greedy = faultGraph("hoard", { megabytes: 600, milliseconds: 20_000 });
    await fails(on, greedy, "budget_exceeded", 1, /MB of memory; 400 MB are allowed.*--run-memory/);
    await works(on, "after it");
  });

  it("is given a fresh process where earlier runs left much in the last one, and so is tried once", {
    skip: !linux,
  }, async () => {
    const on = await start({ runMemory: 400 });
    const half = (words: string, milliseconds: number) =>
      faultGraph("hoard", { megabytes: 220, milliseconds }, words);
    expect(await on.ended(await on.submit(half("first", 0)))).toMatchObject({ status: "done" });
    const second = await on.submit(half("second", 2500));
    expect(await on.ended(second)).toMatchObject({ status: "done" });
    expect((await on.events(second)).filter((e) => e.event === "run-started")).toHaveLength(1);
    await fails(
      on,
      faultGraph("hoard", { megabytes: 600, milliseconds: 20_000 }, "third"),
      "budget_exceeded",
      1,
      /400 MB are allowed/,
    );
  });

  it("is not tried again when the system ends its process for memory", { skip: !linux }, async () => {
    const on = await start({ runMemory: 600 });
    const runners = () =>
      execFileSync("ps", ["-o", "pid=,rss=,args=", "--ppid", String(process.pid)])
        .toString()
        .split("\n")
        .filter((line) => line.includes("fault-runner") && line.includes(on.data))
        .map((line) => line.trim().split(/\s+/).map(Number));
    const run = await on.submit(faultGraph("hoard", { megabytes: 330, milliseconds: 20_000 }));
    await expect.poll(() => runners()[0]?.[1], { timeout: 60_000 }).toBeGreaterThan(380_000);
    // The server looks at it twice a second.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    process.kill(runners()[0]![0]!, "SIGKILL");
    expect(await on.ended(run)).toMatchObject({
      status: "failed",
      error: {
        code: "budget_exceeded",
        message: expect.stringMatching(/signal SIGKILL.*\d+ MB.*not tried again/),
      },
    });
    expect((await on.events(run)).filter((e) => e.event === "run-started")).toHaveLength(1);
    await works(on, "after the kill");
  });

  it("ends as budget_exceeded when it writes too much", { skip: !linux }, async () => {
    const on = await start({ runDisk: 20 });
    const graph = faultGraph("spill", { megabytes: 40, milliseconds: 20_000 });
    await fails(on, graph, "budget_exceeded", 1, /wrote \d+ MB; 20 MB are allowed.*--run-disk/);
    // What earlier runs wrote is not counted.
    for (const words of ["a", "b", "c"])
      expect(
        await on.ended(await on.submit(faultGraph("spill", { megabytes: 10, milliseconds: 300 }, words))),
      ).toMatchObject({ status: "done" });
  });
});

describe("a runner that does not answer", () => {
  it("is replaced without anyone's cancel, and its run tried once more", async () => {
    const on = await start({ stallSeconds: 2 });
    await fails(
      on,
      faultGraph("block", { milliseconds: 60_000 }),
      "runner_stalled",
      2,
      /did not answer for 2 seconds/,
    );
    await works(on, "after the stall");
  });

  it("is left alone as long as one model call may take", async () => {
    const on = await start({ stallSeconds: 20 });
    const run = await on.submit(faultGraph("block", { milliseconds: 1500 }));
    expect(await on.ended(run)).toMatchObject({ status: "done" });
    expect((await on.events(run)).filter((e) => e.event === "run-started")).toHaveLength(1);
  });

  it("is replaced while it has nothing to do, too", { skip: !linux }, async () => {
    const on = await start({ stallSeconds: 2 });
    const runner = () =>
      execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)])
        .toString()
        .split("\n")
        .filter((line) => line.includes("fault-runner") && line.includes(on.data))
        .map((line) => Number(line.trim().split(" ")[0]));
    const [frozen] = runner();
    process.kill(frozen!, "SIGSTOP");
    await expect.poll(runner, { timeout: 60_000 }).not.toContain(frozen);
    await works(on, "after the frost");
  });
});

describe("the budget", () => {
  const budget = { seconds: 10, memory: 1e9, written: 1e6, silence: 1 };
  it("is kept where nothing is passed, and by systems that tell nothing", () => {
    expect(overrun(budget, 10, { memory: 1e9, written: 1e6 })).toBeUndefined();
    expect(overrun(budget, 9, undefined)).toBeUndefined();
    expect(overrun(budget, 11, undefined)).toContain("10 seconds");
    expect(usageOf(2 ** 30)).toBeUndefined();
  });
});
