import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

let data: string;
const processes: ServerProcess[] = [];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "unclip-main-"));
});
afterEach(async () => {
  for (const { child, exit } of processes.splice(0)) {
    child.kill("SIGKILL");
    await exit;
  }
  rmSync(data, { recursive: true, force: true });
});

function start(
  args: readonly string[] = [],
  main: Parameters<typeof startServerProcess>[0] = "testing/fault-main.ts",
) {
  const started = startServerProcess(main, ["--data", data, ...args]);
  processes.push(started);
  return started;
}

// Each test starts several processes, which a loaded machine takes its time for.
describe("the server's process", { timeout: 240_000 }, () => {
  it("prints one line with the address, and puts what runs back in the queue when it is stopped", async () => {
    const first = start();
    const client = clientOf(await first.ready);
    expect(first.out()).toMatch(/^unCLIP Studio is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    const run = await client.submit(faultGraph("wait", { milliseconds: 60_000 }));
    await client.begun(run);
    first.child.kill("SIGTERM");
    expect(await first.exit).toBe(0);
    const second = clientOf(await start().ready);
    expect(await second.get(`/runs/${run}`)).toMatchObject({ finishedAt: null });
    expect((await second.get(`/runs/${run}/events`)).events[0]).toMatchObject({ event: "run-started" });
  });

  it("keeps every accepted run through kill -9: each is carried out once, its events without gaps", async () => {
    const runs: string[] = [];
    for (const delay of [0, 30, 120]) {
      const { child, ready, exit } = start();
      const client = clientOf(await ready);
      for (let i = 0; i < 4; i++)
        runs.push(await client.submit(faultGraph("wait", { milliseconds: 30 }, `${runs.length}`)));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      // The runner goes with it.
      expect(await exit).toBeNull();
    }
    const client = clientOf(await start().ready);
    for (const run of runs) {
      expect(await client.ended(run)).toMatchObject({ status: "done" });
      const events = await client.events(run);
      expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
      expect(events.filter((e) => e.event === "run-finished")).toHaveLength(1);
    }
  });

  it("refuses a port and a folder that are in use, with one clear line", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as { port: number };
    await refused(["--port", `${port}`], 1, /^Port \d+ is in use on 127\.0\.0\.1; .* --port\.\n$/);
    blocker.close();
    const running = start();
    await running.ready;
    await refused([], 1, new RegExp(`in use by another server \\(process ${running.child.pid}\\)`));
  });

  it("refuses a folder and a database that it cannot use, and leaves them as they are", async () => {
    const file = join(data, "unclip.db");
    const damaged = "not a database ".repeat(500);
    writeFileSync(file, damaged);
    await refused(["--data", join(file, "below-a-file")], 78, /^Cannot write to the data folder/);
    await refused([], 78, /is damaged/);
    expect(readFileSync(file, "utf8")).toBe(damaged);
  });

  it("helps, and refuses arguments that it does not know", async () => {
    const help = start(["--help"], "src/main.ts");
    expect(await help.exit).toBe(0);
    expect(help.out()).toContain("--allow-host NAME");
    await refused(["--nonsense"], 2, /--nonsense.*--help\.\n$/, "src/main.ts");
    await refused(["--host", "0.0.0.0"], 1, /--allow-host/, "src/main.ts");
  });
});

async function refused(
  ...[args, code, message, main]: [string[], number, RegExp, "src/main.ts"?]
): Promise<void> {
  const { exit, err, out } = start(args, main);
  expect(await exit).toBe(code);
  expect(err()).toMatch(message);
  expect(err().trimEnd()).not.toContain("\n");
  expect(out()).toBe("");
}
