/**
 * The database, one step a version. A step is never changed once it is released; a new one is added below it. All
 * steps that a database lacks run in one transaction.
 */

/** "unCL" in ASCII: marks the file as ours. */
export const applicationId = 0x756e434c;

/** Step i takes the database from version i to i + 1. */
export const migrations: readonly string[] = [
  `
  -- Graphs are stored once, by the sha256 of their text, so that history rows stay small.
  CREATE TABLE graphs (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE runs (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    graph TEXT NOT NULL REFERENCES graphs (hash),
    targets TEXT,
    title TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempt INTEGER NOT NULL DEFAULT 0,
    cancel INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    error_code TEXT,
    error_message TEXT,
    idempotency_key TEXT UNIQUE,
    request_hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_open ON runs (n, status) WHERE status IN ('queued', 'running');

  -- Append-only; seq has no gaps within a run.
  CREATE TABLE run_events (
    run INTEGER NOT NULL REFERENCES runs (n),
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) STRICT, WITHOUT ROWID;
  `,
];
