import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../start-error.ts";
import { openDatabase } from "./database.ts";
import { GroupCommit } from "./group-commit.ts";
import { applicationId, migrations } from "./migrations.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-database-"));
  file = join(folder, "unclip.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

function refused(): StartError {
  const before = readFileSync(file);
  try {
    openDatabase(file).close();
  } catch (error) {
    expect(readFileSync(file)).toEqual(before);
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error("The database was opened.");
}

describe("openDatabase", () => {
  it("keeps what was written, durably: WAL and a full sync", () => {
    const db = openDatabase(file);
    expect(db.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    expect(db.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: 2 });
    db.exec(`INSERT INTO graphs (hash, body) VALUES ('h', '"b"')`);
    db.close();
    const again = openDatabase(file);
    expect(again.prepare("SELECT body FROM graphs").get()).toMatchObject({ body: '"b"' });
    again.close();
  });

  it("refuses a damaged file with one sentence and leaves it alone", () => {
    writeFileSync(
      file,
      "this is no database, it is a text that is long enough to be read as a header".repeat(20),
    );
    expect(refused()).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(/is damaged .*left as it is/),
    });
  });

  it("takes a migration that fails half-way back whole, and goes on once nothing stands in its way", () => {
    const old = new DatabaseSync(file);
    old.exec(`${migrations[0]}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
    old.exec("INSERT INTO graphs (hash, body) VALUES ('h', '{}')");
    // The second step adds columns to the runs before it comes to a table of this name.
    old.exec("CREATE TABLE owners (x)");
    old.close();
    expect(() => openDatabase(file)).toThrow(StartError);

    const left = new DatabaseSync(file);
    expect(left.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
    const columns = left.prepare("SELECT name FROM pragma_table_info('runs')").all();
    expect(columns).not.toContainEqual({ name: "owner" });
    left.exec("DROP TABLE owners");
    left.close();

    const now = openDatabase(file);
    expect(now.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
    expect(now.prepare("SELECT body FROM graphs").get()).toEqual({ body: "{}" });
    now.close();
  });

  it("looks at every page after a crash, and not after a clean stop: then the read that meets damage tells", () => {
    const db = openDatabase(file);
    const add = db.prepare("INSERT INTO graphs (hash, body) VALUES (?, ?)");
    for (let i = 0; i < 200; i++) add.run(`${i}`.padStart(8, "0"), JSON.stringify("x".repeat(3000)));
    db.close();
    // The rows, not the first pages, in which the tables are described.
    const bytes = readFileSync(file);
    bytes.fill(0xaa, 60 * 4096);
    writeFileSync(file, bytes);
    const clean = openDatabase(file);
    expect(() => clean.prepare("SELECT sum(length(body)) FROM graphs").get()).toThrow(/malformed/);
    clean.close();
    writeFileSync(`${file}-wal`, "");
    expect(refused()).toMatchObject({ exitCode: 78, message: expect.stringMatching(/is damaged/) });
  });

  it("refuses a newer database and one of another program", () => {
    openDatabase(file).close();
    let db = new DatabaseSync(file);
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect(refused()).toMatchObject({ exitCode: 78, message: expect.stringMatching(/newer .* version 99/) });
    rmSync(file);
    db = new DatabaseSync(file);
    db.exec("CREATE TABLE t (x)");
    db.close();
    expect(refused()).toMatchObject({ exitCode: 78, message: expect.stringMatching(/another program/) });
  });
});

describe("GroupCommit", () => {
  it("undoes a write that throws and keeps its neighbours", async () => {
    const db = openDatabase(file);
    const commit = new GroupCommit(db);
    const add = (hash: string) =>
      commit.write(() => db.exec(`INSERT INTO graphs (hash, body) VALUES ('${hash}', '{}')`));
    const results = await Promise.allSettled([add("a"), add("a"), add("b")]);
    expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(db.prepare("SELECT hash FROM graphs ORDER BY hash").all()).toMatchObject([
      { hash: "a" },
      { hash: "b" },
    ]);
    db.close();
  });

  it("keeps everything and goes on reading when the disk is full, and writes again when it is not", async () => {
    const db = openDatabase(file);
    const commit = new GroupCommit(db);
    const add = (hash: string) =>
      commit.write(() =>
        db
          .prepare("INSERT INTO graphs (hash, body) VALUES (?, ?)")
          .run(hash, JSON.stringify("x".repeat(5000))),
      );
    const count = () => db.prepare("SELECT count(*) AS n FROM graphs").get() as { n: number };
    const { page_count } = db.prepare("PRAGMA page_count").get() as { page_count: number };
    db.exec(`PRAGMA max_page_count = ${page_count + 10}`);
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => add(`a${i}`)));
    const refused = results.flatMap((r) => (r.status === "rejected" ? [r.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    // SQLITE_FULL
    for (const error of refused) expect(error.errcode).toBe(13);
    expect(count()).toEqual({ n: 20 - refused.length });
    expect(db.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
    db.exec("PRAGMA max_page_count = 100000");
    await add("b");
    expect(count()).toEqual({ n: 21 - refused.length });
    db.close();
  });

  it("rejects every write of a group whose commit fails", async () => {
    const db = openDatabase(file);
    const commit = new GroupCommit(db);
    db.exec("PRAGMA query_only = 1");
    const results = await Promise.allSettled([
      commit.write(() => db.exec("INSERT INTO graphs (hash, body) VALUES ('a', '{}')")),
    ]);
    expect(results[0]?.status).toBe("rejected");
    db.close();
  });
});
