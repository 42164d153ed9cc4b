import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "../start-error.ts";
import { applicationId, migrations } from "./migrations.ts";
import { requireSoundSqlite } from "./sqlite-version.ts";

/**
 * Opens the database file, made where there is none, at the current version. Durable: WAL with `synchronous=FULL`, so
 * a commit that returned survives a power cut where the disk honours fsync.
 *
 * Throws {@link StartError} (78) when this SQLite can corrupt databases, or when the file is damaged, is not ours, is of
 * a newer version, cannot be written, or is empty or missing although it was used (`used`); the file is then as it was.
 *
 * @param used whether the folder holds what only a database with a history can have named
 */
export function openDatabase(file: string, used = false): DatabaseSync {
  requireSoundSqlite(process.versions.sqlite);
  const size = existsSync(file) ? statSync(file).size : 0;
  // SQLite removes the log when the last connection closes: one that is there was left by a crash or a power cut.
  const crashed = existsSync(`${file}-wal`);
  if (size === 0 && (used || crashed)) throw lostHistory(file, existsSync(file) ? "is empty" : "is missing");
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5000 });
    if (size > 0) refuseForeign(db, file, used);
    if (crashed) refuseDamaged(db);
    // Before the first table: from then on only VACUUM changes it.
    db.exec("PRAGMA auto_vacuum = INCREMENTAL");
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;
       PRAGMA journal_size_limit = ${longestLog};`,
    );
    migrate(db);
    makeShrinkable(db);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof StartError) throw error;
    throw new StartError(78, explain(file, error), { cause: error });
  }
}

/** Bytes that the log keeps on disk once it was written back. */
const longestLog = 16_000_000;

function lostHistory(file: string, how: string): StartError {
  return new StartError(
    78,
    `The database ${file} ${how}, but there are pictures beside it: its history was lost. Restore a backup, or choose another folder with --data.`,
  );
}

/**
 * Rewrites a database of an older version once, so that it can give space back to the disk. Where the disk has no room
 * for that, it goes on as it is until the next start.
 */
function makeShrinkable(db: DatabaseSync): void {
  const { auto_vacuum } = db.prepare("PRAGMA auto_vacuum").get() as { auto_vacuum: number };
  if (auto_vacuum === 2) return;
  try {
    db.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
  } catch (error) {
    // A full disk (13) or one that fails (10) is no reason not to start; damage is.
    if (![10, 13].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)) throw error;
    console.error(`The database keeps the space of what is removed (${(error as Error).message}).`);
  }
}

function refuseForeign(db: DatabaseSync, file: string, used: boolean): void {
  const id = pragma(db, "application_id");
  const version = pragma(db, "user_version");
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  if (id !== applicationId && tables.n > 0)
    throw new StartError(
      78,
      `${file} is the database of another program; choose another folder with --data.`,
    );
  if (tables.n === 0 && used) throw lostHistory(file, "has no tables");
  if (version > migrations.length)
    throw new StartError(
      78,
      `${file} was written by a newer unCLIP Studio (database version ${version}, this one knows up to ` +
        `${migrations.length}); start the newer one, or choose another folder with --data.`,
    );
}

/**
 * Reads every page, some 1.5 seconds a gigabyte: too long for every start, and without need after a clean stop,
 * when the file is as this program left it. Damage that the disk does meanwhile is found by the read that
 * meets it.
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

/** An error of SQLite as a sentence for the operator. */
export function explain(file: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { errcode?: number }).errcode ?? 0;
  // Primary result code in the low byte: 8 READONLY, 13 FULL, 14 CANTOPEN, 10 IOERR (www.sqlite.org/rescode.html).
  if ([8, 13, 14, 10].includes(code & 0xff))
    return `Cannot write the database ${file} (${message}); make its folder writable and not full, or choose another with --data.`;
  return `The database ${file} is damaged (${message}); it was left as it is. Restore a backup, or choose another folder with --data.`;
}
