import { closeSync, openSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** One browser that is signed in. */
export interface SessionRow {
  /** SHA-256 of the session's id: who reads the file cannot use a session. */
  readonly key: string;
  readonly user: string;
  /** Digest of the token that began it. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly used: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS sessions (
    key TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    token TEXT NOT NULL,
    begun INTEGER NOT NULL,
    used INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Keeps sessions across restarts. It has a database of its own, so that a backup of the data folder, which leaves it
 * out, signs nobody in.
 */
export class SessionStore {
  readonly #db: DatabaseSync;

  /** @param file where to keep them; `":memory:"` keeps them until the server stops */
  constructor(file: string) {
    this.#db = open(file);
  }

  all(): SessionRow[] {
    return this.#db.prepare("SELECT * FROM sessions").all() as unknown as SessionRow[];
  }

  put({ key, user, token, begun, used }: SessionRow): void {
    this.#db
      .prepare("INSERT OR REPLACE INTO sessions (key, user, token, begun, used) VALUES (?, ?, ?, ?, ?)")
      .run(key, user, token, begun, used);
  }

  remove(key: string): void {
    this.#db.prepare("DELETE FROM sessions WHERE key = ?").run(key);
  }

  close(): void {
    this.#db.close();
  }
}

/** A damaged file is replaced: everyone signs in again. Where none can be made, sessions last until the server stops. */
function open(file: string): DatabaseSync {
  try {
    return ready(file);
  } catch {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  }
  try {
    return ready(file);
  } catch (error) {
    console.error(
      `Sessions cannot be kept (${(error as Error).message}): after a restart all sign in again.`,
    );
    return ready(":memory:");
  }
}

function ready(file: string): DatabaseSync {
  // SQLite would make it readable for others.
  if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
  const db = new DatabaseSync(file);
  try {
    db.exec(schema);
    db.prepare("SELECT key, user, token, begun, used FROM sessions").all();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
