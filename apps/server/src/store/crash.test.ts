import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDataFolder } from "../data-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

const writer = fileURLToPath(new URL("../../testing/writer.ts", import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-crash-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const assets = () => join(folder, "assets");

/** Lets the writer write and kills it `milliseconds` after its first promise. Resolves to its promises. */
function writeAndKill(file: string, milliseconds: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--conditions=@unclip/source", writer, file, assets()], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  let out = "";
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), milliseconds));
  child.stdout.on("data", (text) => {
    out += text;
  });
  // A line that the kill cut off was promised to nobody.
  return new Promise((resolve) => child.once("close", () => resolve(out.split("\n").slice(0, -1))));
}

/** `KILLS=200` for the long run. */
const kills = Number(process.env.KILLS ?? 25);

describe(`${kills} kills at random instants`, () => {
  it("lose no accepted run, no end of one and no asset, show no half of one, and leave no gap in a history", {
    timeout: 30_000 * kills,
  }, async () => {
    const file = join(folder, "unclip.db");
    const promises: string[] = [];
    // A machine that is busy promises little between two kills: then there are more of them.
    for (let kill = 0; kill < kills || promises.length <= 8 * kills; kill++)
      promises.push(...(await writeAndKill(file, Math.random() * 120)));
    const runs = promises.map((line) => line.split(" ") as ["accepted" | "asset" | "done", string, string?]);

    const db = openDatabase(file);
    expect(db.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
    const repository = new SqliteRepository(db);
    // What a server does first when it starts: no half-written file has a name that anyone asks for.
    openDataFolder(folder).unlock();
    const shown = readdirSync(assets(), { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    expect(shown.length).toBeGreaterThan(kills);
    for (const { name, parentPath } of shown)
      expect(
        createHash("sha256")
          .update(readFileSync(join(parentPath, name)))
          .digest("hex"),
      ).toBe(name);
    const kept = new Set(shown.map(({ name }) => name));
    for (const [promise, id, asset] of runs) {
      const record = repository.get(id);
      expect([id, record === undefined]).toEqual([id, false]);
      if (promise === "done") expect([id, record?.status]).toEqual([id, "done"]);
      const events = repository.events(id, -1, 1000);
      expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
      // An asset is on disk before any row names it, promised or not.
      const named = events.flatMap((e) =>
        e.event === "node-progress" && e.preview ? [e.preview.asset] : [],
      );
      expect(named.filter((one) => !kept.has(one))).toEqual([]);
      if (promise === "asset") expect(named).toContain(asset);
      expect(named.filter((one) => !repository.mayRead("", one))).toEqual([]);
      expect(events.filter((e) => e.event === "run-finished").length).toBe(
        record?.finishedAt === null ? 0 : 1,
      );
    }
    repository.close();
  });
});
