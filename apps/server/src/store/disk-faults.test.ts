/** What a disk can do to the server. Each needs something of the machine and says so where it is missing. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startServerProcess } from "../../testing/server-process.ts";
import { attach, straceMissing } from "../../testing/strace.ts";

const missing = straceMissing();
const writer = fileURLToPath(new URL("../../testing/writer.ts", import.meta.url));
const slow = { timeout: 60_000 };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-disk-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Lets the writer make promises under strace, and counts those made while something that it wrote was not yet
 * flushed: a power cut in that instant would break them.
 */
async function promisesBeforeTheDisk(name: string, extra: readonly string[] = []) {
  const trace = join(folder, `${name}.trace`);
  const args = ["-f", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync,write", ...extra];
  const child = spawn(
    "strace",
    [...args, process.execPath, "--conditions=@unclip/source", writer, join(folder, `${name}.db`)],
    { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, NODE_OPTIONS: "" }, detached: true },
  );
  let lines = 0;
  child.stdout.on("data", (text) => {
    lines += String(text).split("\n").length - 1;
    if (lines >= 60) process.kill(-child.pid!, "SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  let unflushed = false;
  const promises = { kept: 0, early: 0 };
  for (const line of readFileSync(trace, "utf8").split("\n")) {
    if (/ pwrite64\(/.test(line)) unflushed = true;
    // A call that strace swallowed reached no disk, whatever it returned.
    else if (/ (fsync|fdatasync)\(.*= 0$/.test(line)) unflushed = false;
    else if (/ write\(1, "(accepted|done) /.test(line)) promises[unflushed ? "early" : "kept"]++;
  }
  return promises;
}

describe("a promise", () => {
  it("is made only when what it is about is flushed to the disk", slow, async (test) => {
    if (missing !== undefined) return test.skip(missing);
    const { kept, early } = await promisesBeforeTheDisk("honest");
    expect(early).toBe(0);
    expect(kept).toBeGreaterThan(40);
  });

  it("is found out where flushing does nothing: the check above can fail", slow, async (test) => {
    if (missing !== undefined) return test.skip(missing);
    const { early } = await promisesBeforeTheDisk("swallowed", ["-e", "inject=fsync,fdatasync:retval=0"]);
    expect(early).toBeGreaterThan(40);
  });
});

describe("a disk that fails to flush", () => {
  it(
    "has runs refused with 507, loses none that was accepted, and is used again once it works",
    slow,
    async (test) => {
      if (missing !== undefined) return test.skip(missing);
      const server = startServerProcess("testing/fault-main.ts", ["--data", join(folder, "eio")]);
      const client = clientOf(await server.ready);
      const before = await client.submit(faultGraph("wait", { milliseconds: 1 }, "before"));
      await client.ended(before);
      const fault = await attach(server.child.pid!, "fsync,fdatasync:error=EIO");
      for (let i = 0; i < 3; i++)
        expect(await problemOf(await client.post(faultGraph("wait", {}, `${i}`)))).toMatchObject({
          status: 507,
          code: "storage_failed",
        });
      expect((await client.get("/runs")).runs).toHaveLength(1);
      expect(await client.get("/health")).toMatchObject({ status: "degraded" });
      await fault.detach();
      const after = await client.submit(faultGraph("wait", { milliseconds: 1 }, "after"));
      expect(await client.ended(after)).toMatchObject({ status: "done" });
      expect(await client.get(`/runs/${before}`)).toMatchObject({ status: "done" });
      server.child.kill("SIGTERM");
      expect(await server.exit).toBe(0);
    },
  );
});

describe("a disk that is full", () => {
  it(
    "has runs refused with 507, is read from all the same, and is used again when there is room",
    slow,
    async (test) => {
      const disk = join(folder, "small");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "unclip-test", disk]);
      if (mounted.status !== 0) return test.skip("this user may not mount a small disk");
      try {
        const server = startServerProcess("testing/fault-main.ts", ["--data", join(disk, "data")]);
        const client = clientOf(await server.ready);
        const before = await client.submit(faultGraph("wait", { milliseconds: 1 }, "before"));
        await client.ended(before);
        // The rest of the disk, but for some pages.
        const filler = join(disk, "filler");
        const free = spawnSync("df", ["--output=avail", "-B1", disk]).stdout.toString().split("\n")[1];
        writeFileSync(filler, Buffer.alloc(Number(free) - 40_960));
        const answers: number[] = [];
        for (let i = 0; i < 30; i++)
          answers.push((await client.post(faultGraph("wait", {}, `${i} ${"x".repeat(5000)}`))).status);
        expect(answers.at(-1)).toBe(507);
        expect(answers.every((status) => status === 202 || status === 507)).toBe(true);
        expect((await client.get("/runs")).runs).toHaveLength(1 + answers.filter((s) => s === 202).length);
        rmSync(filler);
        const after = await client.submit(faultGraph("wait", { milliseconds: 1 }, "after"));
        expect(await client.ended(after)).toMatchObject({ status: "done" });
        server.child.kill("SIGTERM");
        expect(await server.exit).toBe(0);
      } finally {
        spawnSync("umount", ["-l", disk]);
      }
    },
  );
});
