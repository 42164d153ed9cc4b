/** What a disk can do to the server. Each needs something of the machine and says so where it is missing. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startServerProcess } from "../../testing/server-process.ts";
import { attach, readTrace, straceMissing, type TracedCall } from "../../testing/strace.ts";

const missing = straceMissing();
const writer = fileURLToPath(new URL("../../testing/writer.ts", import.meta.url));
const slow = { timeout: 240_000 };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-disk-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Lets the writer make promises under strace, and counts those made while something that they are about was not yet
 * flushed: the database's log, an asset's bytes, or the folder that an asset's name is in. A power cut in that instant
 * would break them.
 */
async function promisesBeforeTheDisk(name: string, extra: readonly string[] = []) {
  const trace = join(folder, `${name}.trace`);
  const assets = join(folder, `${name}-assets`);
  const args = ["-f", "-y", "-s", "256", "-o", trace];
  const calls = "trace=pwrite64,pwritev,fsync,fdatasync,write,writev,rename,renameat,renameat2,mkdir,mkdirat";
  const child = spawn(
    "strace",
    [
      ...args,
      "-e",
      calls,
      ...extra,
      process.execPath,
      "--conditions=@unclip/source",
      writer,
      join(folder, `${name}.db`),
      assets,
    ],
    { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, NODE_OPTIONS: "" }, detached: true },
  );
  let lines = 0;
  child.stdout.on("data", (text) => {
    lines += String(text).split("\n").length - 1;
    if (lines >= 60) process.kill(-child.pid!, "SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  return judge(readTrace(readFileSync(trace, "utf8")), assets);
}

function judge(calls: readonly TracedCall[], assets: string) {
  /** Files with bytes, and folders with names, that are not on disk yet. */
  const unflushed = new Set<string>();
  const counts = { kept: 0, early: 0, assets: 0, renamedEarly: 0 };
  for (const { name, path, text, succeeded } of calls) {
    const promise = /^write\(1<[^>]*>, "(accepted|asset|done) /.exec(text)?.[1];
    if (promise !== undefined) {
      counts[unflushed.size > 0 ? "early" : "kept"]++;
      if (promise === "asset") counts.assets++;
    } else if (/^pwrite|^write/.test(name)) {
      if (path.endsWith("-wal") || path.startsWith(assets)) unflushed.add(path);
    } else if (name.startsWith("mkdir")) {
      const made = /"([^"]+)"/.exec(text)?.[1] ?? "";
      if (succeeded && made.startsWith(assets)) unflushed.add(dirname(made));
    } else if (name.startsWith("rename")) {
      const draft = /"([^"]+)"/.exec(text)?.[1] ?? "";
      if (unflushed.delete(draft)) counts.renamedEarly++;
      unflushed.add(dirname(draft));
    } else if (succeeded) unflushed.delete(path);
  }
  return counts;
}

describe("a promise", () => {
  it("is made only when what it is about is flushed to the disk", slow, async (test) => {
    if (missing !== undefined) return test.skip(missing);
    const { kept, early, assets, renamedEarly } = await promisesBeforeTheDisk("honest");
    expect([early, renamedEarly]).toEqual([0, 0]);
    expect(kept).toBeGreaterThan(40);
    expect(assets).toBeGreaterThan(10);
  });

  it("is found out where flushing does nothing: the check above can fail", slow, async (test) => {
    if (missing !== undefined) return test.skip(missing);
    const swallow = ["-e", "inject=fsync,fdatasync:retval=0"];
    const { early, renamedEarly } = await promisesBeforeTheDisk("swallowed", swallow);
    expect(early).toBeGreaterThan(40);
    expect(renamedEarly).toBeGreaterThan(10);
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

describe("a data folder that is read-only", () => {
  it(
    "is refused at the start with one line and exit code 78; on a running server writes are and reads are not",
    slow,
    async (test) => {
      const disk = join(folder, "locked");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=20m", "unclip-test", disk]);
      if (mounted.status !== 0) return test.skip("this user may not mount a disk");
      const remount = (mode: "ro" | "rw") =>
        expect(spawnSync("mount", ["-o", `remount,${mode}`, disk]).status).toBe(0);
      const args = ["--data", join(disk, "data")];
      try {
        const first = startServerProcess("testing/fault-main.ts", args);
        const client = clientOf(await first.ready);
        const run = await client.submit(faultGraph("wait", { milliseconds: 1 }));
        await client.ended(run);
        first.child.kill("SIGTERM");
        expect(await first.exit).toBe(0);
        const before = readFileSync(join(disk, "data", "unclip.db"));
        remount("ro");
        const refused = startServerProcess("testing/fault-main.ts", args);
        expect(await refused.exit).toBe(78);
        expect(refused.err()).toMatch(/^Cannot write to the data folder .*\(EROFS\); make it writable.*\n$/);
        expect(readFileSync(join(disk, "data", "unclip.db"))).toEqual(before);
        remount("rw");

        const second = startServerProcess("testing/fault-main.ts", args);
        const reader = clientOf(await second.ready);
        await reader.get("/vocabulary");
        // Files that are open for writing keep a disk from being remounted; a disk that fails does not ask.
        const fault =
          missing === undefined ? await attach(second.child.pid!, "pwrite64,openat:error=EROFS") : undefined;
        if (fault !== undefined) {
          expect(await problemOf(await reader.post(faultGraph("wait", {}, "no")))).toMatchObject({
            status: 507,
            code: "storage_failed",
          });
          expect((await reader.get("/runs")).runs).toHaveLength(1);
          expect(await reader.get(`/runs/${run}`)).toMatchObject({ status: "done" });
          expect(await reader.get("/health")).toMatchObject({ status: "degraded" });
          await fault.detach();
        }
        expect((await reader.ended(await reader.submit(faultGraph("wait", {}, "yes")))).status).toBe("done");
        second.child.kill("SIGTERM");
        expect(await second.exit).toBe(0);
      } finally {
        spawnSync("umount", ["-l", disk]);
      }
    },
  );
});
