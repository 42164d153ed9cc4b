import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createNodeAssets } from "@unclip/host/node";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { Housekeeper } from "./housekeeper.ts";
import { applicationId, migrations } from "./migrations.ts";
import { SqliteRepository } from "./sqlite-repository.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unclip-migration-"));
  file = join(folder, "unclip.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A database as the version before holdings left it: no automatic vacuum, and triggers that match text. */
function oldDatabase(): DatabaseSync {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  db.exec("PRAGMA journal_mode = WAL");
  for (const step of migrations.slice(0, 5)) db.exec(step);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 5`);
  return db;
}

function addRun(
  db: DatabaseSync,
  id: string,
  owner: string,
  { graph = "{}", status = "done", released = 0 } = {},
) {
  db.prepare("INSERT INTO graphs (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING").run(graph, graph);
  db.prepare(
    "INSERT INTO runs (id, graph, title, created_at, request_hash, owner) VALUES (?, ?, 'T', 1000, 'r', ?)",
  ).run(id, graph, owner);
  db.prepare("UPDATE runs SET status = ?, released = ? WHERE id = ?").run(status, released, id);
}
function addEvent(db: DatabaseSync, run: string, seq: number, event: unknown) {
  db.prepare("INSERT INTO run_events (run, seq, event) VALUES ((SELECT n FROM runs WHERE id = ?), ?, ?)").run(
    run,
    seq,
    JSON.stringify(event),
  );
}
const shows = (asset: string, text = "64×64") => ({
  event: "node-finished",
  node: "a",
  outputs: { image: { kind: "image", items: [{ text, asset: { id: asset, type: "image/png" } }] } },
});

it("takes references from where events name assets, gives none for text, and weighs and charges what is there", async () => {
  const assets = createNodeAssets(join(folder, "assets"));
  const put = (n: number) => assets.put(new Uint8Array(100 + n).fill(n), "application/octet-stream");
  const [upload, result, preview, gone, foreign] = await Promise.all([1, 2, 3, 4, 5].map(put));
  const db = oldDatabase();
  db.prepare("INSERT INTO uploads (asset, owner, bytes) VALUES (?, ?, ?)").run(upload!, "ann", 101);
  db.prepare("INSERT INTO uploads (asset, owner, bytes) VALUES (?, ?, ?)").run(foreign!, "ann", 105);
  addRun(db, "hers", "ann", { graph: JSON.stringify({ nodes: { i: { params: { asset: upload } } } }) });
  addEvent(db, "hers", 0, {
    event: "node-progress",
    node: "a",
    step: 1,
    of: 2,
    preview: { asset: preview, item: 0 },
  });
  addEvent(db, "hers", 1, shows(result!));
  addRun(db, "let-go", "ann", { released: 1 });
  addEvent(db, "let-go", 0, shows(gone!));
  // Bob wrote the name of her upload into his prompt, and could read it until now.
  addRun(db, "his", "bob", { graph: JSON.stringify({ nodes: { t: { params: { text: foreign } } } }) });
  addEvent(db, "his", 0, {
    event: "node-finished",
    node: "t",
    outputs: { text: { kind: "text", items: [{ text: foreign }] } },
  });
  db.prepare(
    "INSERT INTO saved_graphs (id, owner, name, hash, created_at, saved_at, turn) SELECT 'saved', 'ann', 'S', graph, 1, 1, 1 FROM runs WHERE id = 'hers'",
  ).run();
  db.prepare(
    "INSERT INTO saved_versions (graph, number, hash, saved_at, bytes) SELECT n, 1, hash, 1, 50 FROM saved_graphs",
  ).run();
  db.close();

  const repository = new SqliteRepository(openDatabase(file));
  expect([upload, result, preview, foreign].map((id) => repository.mayRead("ann", id!))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([upload, result, preview, foreign].map((id) => repository.mayRead("bob", id!))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(repository.orphans(9)).toEqual([gone]);
  const housekeeper = new Housekeeper({ assets, repository, quota: 1e9 });
  await housekeeper.weighAll();
  await housekeeper.clean();
  await housekeeper.stop();
  expect(repository.usage("ann")).toMatchObject({
    pictures: { bytes: 101 + 102 + 103 + 105 },
    uploads: { count: 2, bytes: 206 },
    graphs: { count: 1, bytes: 50 },
    runs: { count: 2 },
  });
  expect((await assets.list()).sort()).toEqual([upload, result, preview, foreign].sort());
  // The run and the saved graph hold the upload that they name.
  expect(await repository.removeAsset("ann", upload!)).toBe("removed");
  expect(await repository.remove("hers")).toBe("removed");
  expect(await repository.remove("let-go")).toBe("removed");
  expect(repository.usage("ann")).toMatchObject({ used: 50 + 105, runs: { bytes: 0 } });
  expect(repository.uploads("ann", { limit: 9 }).uploads.map(({ id }) => id)).toEqual([foreign]);
  repository.close();
});

it("is made to give space back, once, and keeps what it had", () => {
  const old = oldDatabase();
  for (let i = 0; i < 200; i++)
    addRun(old, `run ${i}`, "ann", { graph: JSON.stringify([i, "x".repeat(2000)]) });
  expect(old.prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 0 });
  old.close();
  const db = openDatabase(file);
  expect(db.prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 2 });
  expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(db.prepare("SELECT count(*) AS n FROM runs").get()).toEqual({ n: 200 });
  const before = db.prepare("PRAGMA page_count").get() as { page_count: number };
  db.exec("DELETE FROM runs; DELETE FROM graphs; PRAGMA incremental_vacuum");
  const after = db.prepare("PRAGMA page_count").get() as { page_count: number };
  expect(after.page_count).toBeLessThan(before.page_count / 2);
  db.close();
  expect(openDatabase(file).prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 2 });
});

it("starts each new database so", () => {
  const db = openDatabase(file);
  expect(db.prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 2 });
  db.close();
});
