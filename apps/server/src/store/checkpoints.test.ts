import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it, vi } from "vitest";
import { Checkpoints } from "./checkpoints.ts";

const folder = mkdtempSync(join(tmpdir(), "unclip-checkpoints-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("writes the log back while the database is in use, and stops", async () => {
  const file = join(folder, "some.db");
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x)");
  const checkpoints = new Checkpoints(file);
  const before = statSync(file).size;
  for (let i = 0; i < 50; i++) db.prepare("INSERT INTO t VALUES (?)").run("x".repeat(4000));
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before), { timeout: 60_000 });
  await checkpoints.stop();
  db.close();
});

it("stops though its thread failed long before", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const checkpoints = new Checkpoints(join(folder, "no folder", "some.db"));
  await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.stringContaining("by commits")), {
    timeout: 60_000,
  });
  await checkpoints.stop();
  said.mockRestore();
});
