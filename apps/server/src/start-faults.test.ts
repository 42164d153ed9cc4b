/** What a server says that cannot start: one line, exit code 78, and nothing is changed. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "../testing/client.ts";
import { faultGraph } from "../testing/fault-graph.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

const slow = { timeout: 240_000 };
let folder: string;
let data: string;
const processes: ServerProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-start-"));
  data = join(folder, "data");
});
afterEach(async () => {
  for (const { child, exit } of processes.splice(0)) {
    child.kill("SIGKILL");
    await exit;
  }
  spawnSync("umount", ["-l", data]);
  rmSync(folder, { recursive: true, force: true });
});

function start(main: "src/main.ts" | "testing/fault-main.ts" = "testing/fault-main.ts"): ServerProcess {
  const started = startServerProcess(main, ["--data", data]);
  processes.push(started);
  return started;
}
async function refused(message: RegExp): Promise<void> {
  const { exit, err, out } = start();
  expect([await exit, err()]).toEqual([78, expect.stringMatching(message)]);
  expect([err().trimEnd().split("\n").length, out()]).toEqual([1, ""]);
}
/** Its exit code, or its address where it starts. */
const begun = ({ ready, exit }: ServerProcess) => ready.catch(() => exit);
/** A data folder with a run and a stored file, of a server that was stopped. */
async function used(): Promise<void> {
  const { ready, child, exit } = start();
  const client = clientOf(await ready);
  for (let i = 0; i < 30; i++) {
    const words = `${i} ${"x".repeat(4000)}`;
    await client.ended(
      await client.submit(faultGraph("spill", { megabytes: i === 0 ? 1 : 0, milliseconds: 0 }, words)),
    );
  }
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
}
const database = () => join(data, "unclip.db");

describe("a server that cannot start says so in one line", () => {
  it("on a file in place of the folder of pictures", slow, async () => {
    mkdirSync(data);
    writeFileSync(join(data, "assets"), "not a folder");
    await refused(/^Cannot use .*assets as the folder of pictures \((ENOTDIR|EEXIST)\); expected a folder/);
    expect(readFileSync(join(data, "assets"), "utf8")).toBe("not a folder");
  });

  it(
    "on a database that is empty, missing or without tables beside pictures, and makes no new history",
    slow,
    async () => {
      await used();
      const pictures = () => readdirSync(join(data, "assets"), { recursive: true }).length;
      const before = pictures();
      truncateSync(database(), 0);
      await refused(/unclip\.db is empty, but there are pictures beside it.*Restore a backup/);
      expect([statSync(database()).size, pictures()]).toEqual([0, before]);
      rmSync(database());
      await refused(/unclip\.db is missing, but/);
      expect(existsSync(database())).toBe(false);
      const { DatabaseSync } = await import("node:sqlite");
      const db = new DatabaseSync(database());
      db.exec("PRAGMA user_version = 1; CREATE TABLE t (x); DROP TABLE t");
      db.close();
      await refused(/unclip\.db has no tables, but/);
      expect(pictures()).toBe(before);
    },
  );

  it("starts on an empty database with nothing beside it", slow, async () => {
    mkdirSync(data);
    writeFileSync(database(), "");
    await start().ready;
  });

  it("on pages that were overwritten, wherever they are", slow, async () => {
    await used();
    const whole = readFileSync(database());
    const pages = whole.length / 4096;
    expect(pages).toBeGreaterThan(30);
    let refusals = 0;
    for (const page of [0, 1, 2, 3, 5, 8, 13, 21]) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xaa, page * 4096, (page + 1) * 4096);
      writeFileSync(database(), damaged);
      const server = start();
      const ended = await begun(server);
      if (typeof ended === "string") {
        // Damage that no start reads: found by whoever asks for it.
        server.child.kill("SIGTERM");
        await server.exit;
        expect([page, server.err()]).toEqual([page, expect.not.stringMatching(/\n {4}at /)]);
        continue;
      }
      refusals++;
      expect([page, ended, server.err()]).toEqual([
        page,
        78,
        expect.stringMatching(/^The database .* is damaged .*\n$/),
      ]);
      expect(server.err().trimEnd()).not.toContain("\n");
    }
    expect(refusals).toBeGreaterThan(1);
  });

  it("on a full disk, at whatever it writes first", slow, async (test) => {
    mkdirSync(data);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "unclip-test", data]).status !== 0)
      return test.skip("this user may not mount a small disk");
    const free = () =>
      Number(spawnSync("df", ["--output=avail", "-B1", data]).stdout.toString().split("\n")[1]);
    for (const left of [0, 4096, 12_288, 40_960, 90_000]) {
      for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true });
      writeFileSync(join(data, "filler"), Buffer.alloc(Math.max(0, free() - left)));
      const server = start();
      const ended = await begun(server);
      if (typeof ended === "string") continue;
      expect([left, ended, server.err()]).toEqual([left, 78, expect.stringMatching(/^[A-Z].*\.\n$/)]);
      expect(server.err().trimEnd()).not.toContain("\n");
    }
  });
});

describe("the data folder of an older version", () => {
  it("is closed to other users of the machine", slow, async (test) => {
    if (process.platform === "win32") return test.skip("Windows has no modes");
    await used();
    const everything = () => [
      data,
      ...readdirSync(data, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name)),
    ];
    // What is written from the start on is closed already.
    expect(everything().filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
    for (const path of everything()) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    await start().ready;
    expect(everything().filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
    expect(everything().length).toBeGreaterThan(5);
  });
});
