/**
 * The database, one step a version. A step is never changed once it is released; a new one is added below it. All
 * steps that a database lacks run in one transaction.
 */

import { holdingsStep } from "./migration-holdings.ts";

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
  `
  ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
  DROP INDEX runs_open;
  CREATE INDEX runs_open ON runs (n) WHERE status IN ('queued', 'running');
  CREATE INDEX runs_queued ON runs (owner, priority DESC, n) WHERE status = 'queued';
  -- The title too, so that a search reads the index alone.
  CREATE INDEX runs_history ON runs (owner, n, title);

  -- Open runs of each user, counted as they come and go: counting them again for every submission would make the
  -- ten thousandth a slow one. "turn" is when the user was last served.
  CREATE TABLE owners (
    owner TEXT PRIMARY KEY,
    queued INTEGER NOT NULL DEFAULT 0,
    running INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  INSERT INTO owners (owner, queued, running)
    SELECT owner, count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'running')
    FROM runs GROUP BY owner;
  CREATE TRIGGER run_added AFTER INSERT ON runs BEGIN
    INSERT INTO owners (owner, queued) VALUES (new.owner, 1) ON CONFLICT (owner) DO UPDATE SET queued = queued + 1;
  END;
  CREATE TRIGGER run_moved AFTER UPDATE OF status ON runs WHEN old.status <> new.status BEGIN
    UPDATE owners SET
      queued = queued + (new.status = 'queued') - (old.status = 'queued'),
      running = running + (new.status = 'running') - (old.status = 'running')
    WHERE owner = new.owner;
  END;

  -- Which assets a run made or showed, which a graph names, and who uploaded which. Every text of 64 hex digits
  -- counts: one too many keeps a file, one too few would lose it.
  CREATE TABLE run_assets (
    asset TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (n),
    PRIMARY KEY (asset, run)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE graph_assets (
    asset TEXT NOT NULL,
    graph TEXT NOT NULL REFERENCES graphs (hash),
    PRIMARY KEY (asset, graph)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE uploads (
    asset TEXT NOT NULL,
    owner TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (asset, owner)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX runs_of_graph ON runs (graph);
  INSERT OR IGNORE INTO run_assets (asset, run)
    SELECT text.atom, run FROM run_events, json_tree(event) AS text
    WHERE text.type = 'text' AND length(text.atom) = 64 AND text.atom NOT GLOB '*[^0-9a-f]*';
  INSERT OR IGNORE INTO graph_assets (asset, graph)
    SELECT text.atom, hash FROM graphs, json_tree(body) AS text
    WHERE text.type = 'text' AND length(text.atom) = 64 AND text.atom NOT GLOB '*[^0-9a-f]*';
  CREATE TRIGGER event_added AFTER INSERT ON run_events BEGIN
    INSERT OR IGNORE INTO run_assets (asset, run)
      SELECT text.atom, new.run FROM json_tree(new.event) AS text
      WHERE text.type = 'text' AND length(text.atom) = 64 AND text.atom NOT GLOB '*[^0-9a-f]*';
  END;
  CREATE TRIGGER graph_added AFTER INSERT ON graphs BEGIN
    INSERT OR IGNORE INTO graph_assets (asset, graph)
      SELECT text.atom, new.hash FROM json_tree(new.body) AS text
      WHERE text.type = 'text' AND length(text.atom) = 64 AND text.atom NOT GLOB '*[^0-9a-f]*';
  END;
  `,
  `
  -- The pictures of a released run may have been cleared away.
  ALTER TABLE runs ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX runs_releasable ON runs (n)
    WHERE released = 0 AND pinned = 0 AND status IN ('done', 'failed', 'cancelled');
  `,
  `
  -- Graphs that people saved under a name; "turn" orders them by when they were last saved. Their texts are in "graphs".
  CREATE TABLE saved_graphs (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES graphs (hash),
    created_at INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    turn INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX saved_graphs_list ON saved_graphs (owner, turn, name);
  CREATE INDEX saved_graphs_text ON saved_graphs (hash);
  CREATE TABLE saved_versions (
    graph INTEGER NOT NULL REFERENCES saved_graphs (n),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL REFERENCES graphs (hash),
    saved_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (graph, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX saved_versions_text ON saved_versions (hash);
  CREATE INDEX graph_assets_of_text ON graph_assets (graph);
  `,
  `
  -- Whether pictures of the steps are wanted.
  ALTER TABLE runs ADD COLUMN previews INTEGER NOT NULL DEFAULT 1;
  `,
  holdingsStep,
];
