import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "../start-error.ts";
import { applicationId, migrations } from "./migrations.ts";
import { requireSoundSqlite } from "./sqlite-version.ts";

/**
 * Opens the database file, made where there is none, at the current version. Durable: WAL with `synchronous=FULL`, so
 * a commit that returned survives a power cut where the disk honours fsync.
 *
 * Throws {@link StartError} (78) when this SQLite can corrupt databases, or when the file is damaged, is not ours, is of a newer version, or cannot be written;
 * the file is then as it was.
 */
export function openDatabase(file: string): DatabaseSync {
  requireSoundSqlite(process.versions.sqlite);
  const existed = existsSync(file);
  // SQLite removes the log when the last connection closes: one that is there was left by a crash or a power cut.
  const crashed = existsSync(`${file}-wal`);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5000 });
    if (existed) refuseForeign(db, file);
    if (crashed) refuseDamaged(db);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;");
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof StartError) throw error;
    throw new StartError(78, explain(file, error), { cause: error });
  }
}

function refuseForeign(db: DatabaseSync, file: string): void {
  const id = pragma(db, "application_id");
  const version = pragma(db, "user_version");
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  if (id !== applicationId && tables.n > 0)
    throw new StartError(
      78,
      `${file} is the database of another program; choose another folder with --data.`,
    );
  if (version > migrations.length)
    throw new StartError(
      78,
      `${file} was written by a newer unCLIP Studio (database version ${version}, this one knows up to ` +
        `${migrations.length}); start the newer one, or choose another folder with --data.`,
    );
}

/**
 * Reads every page, some 1.5 seconds a gigabyte: too long for every start, and without need after a clean one, when
 * the file is as this program left it. Damage that the disk does meanwhile is told by the read that meets it.
 */
function refuseDamaged(db: DatabaseSync): void {
  const check = db.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  if (check.quick_check !== "ok") throw new Error(check.quick_check);
}

function migrate(db: DatabaseSync): void {
  const version = pragma(db, "user_version");
  if (version === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  const row = db.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
}

function explain(file: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { errcode?: number }).errcode ?? 0;
  // Primary result code in the low byte: 8 READONLY, 13 FULL, 14 CANTOPEN, 10 IOERR (www.sqlite.org/rescode.html).
  if ([8, 13, 14, 10].includes(code & 0xff))
    return `Cannot write the database ${file} (${message}); make its folder writable and not full, or choose another with --data.`;
  return `The database ${file} is damaged (${message}); it was left as it is. Restore a backup, or choose another folder with --data.`;
}
