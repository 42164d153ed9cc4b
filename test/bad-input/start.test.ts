/** Data folders that a server cannot work with, at its start: row 48 of the catalogue. One line, exit code 78, nothing changed. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../machine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-start-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the server and, when it says that it is there, stops it. */
function start(data: string): Promise<Ended> {
  const args = ["--conditions=@unclip/source", "apps/server/src/main.ts", "--port", "0", "--data", data];
  const server = spawn(process.execPath, args, { cwd: root, env: { ...process.env, NODE_OPTIONS: "" } });
  let [out, err] = ["", ""];
  server.stdout.on("data", (text) => {
    out += text;
    server.kill("SIGTERM");
  });
  server.stderr.on("data", (text) => {
    err += text;
  });
  return new Promise((resolve) => server.once("close", (code) => resolve({ code, out, err })));
}

/** Name and hash of every file of the database: locks come and go. */
function contents(data: string): Record<string, string> {
  const files = readdirSync(data).filter((name) => name.startsWith("unclip.db"));
  const hash = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(data, name)))
      .digest("hex");
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

function refusal({ code, out, err }: Ended): string {
  expect([code, out]).toEqual([78, ""]);
  expect(err).toMatch(/^[^\n]+\.\n$/);
  return err;
}

test("48 with a database that is none", async () => {
  writeFileSync(join(folder, "unclip.db"), "not a database ".repeat(500));
  const before = contents(folder);
  expect(refusal(await start(folder))).toMatch(/is damaged .*left as it is/);
  expect(contents(folder)).toEqual(before);
});

test("48 with a database of which the last half is lost", async () => {
  expect((await start(folder)).code).toBe(0);
  const file = join(folder, "unclip.db");
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length >> 1));
  // As a crash leaves it: then every page is looked at.
  writeFileSync(`${file}-wal`, "");
  const before = readFileSync(file);
  expect(refusal(await start(folder))).toMatch(/is damaged/);
  expect(readFileSync(file)).toEqual(before);
});

test("48 with a database of a newer version, or of another program", async () => {
  expect((await start(folder)).code).toBe(0);
  const change = (sql: string) => {
    const db = new DatabaseSync(join(folder, "unclip.db"));
    db.exec(sql);
    db.close();
  };
  change("PRAGMA user_version = 1000");
  const newer = contents(folder);
  expect(refusal(await start(folder))).toMatch(/newer .*1000/);
  expect(contents(folder)).toEqual(newer);
  change("PRAGMA application_id = 7");
  const foreign = contents(folder);
  expect(refusal(await start(folder))).toMatch(/another program/);
  expect(contents(folder)).toEqual(foreign);
});

test("48 with a folder that is a file", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(refusal(await start(file))).toMatch(/^Cannot write to the data folder .*--data\.\n$/);
  expect(statSync(file).size).toBe(0);
});

test("48 with a disk that is read-only, and with one that is full", async (context) => {
  const disk = join(folder, "disk");
  mkdirSync(disk);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "unclip-test", disk]).status !== 0)
    return context.skip("this user may not mount a small disk");
  try {
    const data = join(disk, "data");
    expect((await start(data)).code).toBe(0);
    const before = contents(data);
    expect(spawnSync("mount", ["-o", "remount,ro", disk]).status).toBe(0);
    expect(refusal(await start(data))).toMatch(/EROFS/);
    expect(contents(data)).toEqual(before);
    expect(spawnSync("mount", ["-o", "remount,rw", disk]).status).toBe(0);
    const free = spawnSync("df", ["--output=avail", "-B1", disk]).stdout.toString().split("\n")[1];
    const filler = join(disk, "filler");
    writeFileSync(filler, Buffer.alloc(Number(free)));
    expect(refusal(await start(data))).toMatch(/full|ENOSPC|no space/i);
    expect(contents(data)["unclip.db"]).toBe(before["unclip.db"]);
    // Nor where there is nothing yet.
    expect(refusal(await start(join(disk, "new")))).toMatch(/full|ENOSPC|no space/i);
    rmSync(filler);
    expect((await start(data)).code).toBe(0);
  } finally {
    spawnSync("umount", ["-l", disk]);
  }
});
