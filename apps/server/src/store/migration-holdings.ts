/**
 * The step that counts what each user stores. Until then any text of 64 hex digits in a run or a graph counted as a
 * reference to an asset; from now on a reference is a row that the server wrote because a run stored or showed the
 * asset, because a user uploaded it, or because a user who may read it named it in a graph.
 */

/** Bytes that a row of `runs` takes beside its graph and its events. */
export const runRowBytes = 400;

/** Adds `bytes` to a column of an owner's row, which is made where there is none. */
const charge = (owner: string, column: string, bytes: string) => `
    INSERT INTO owners (owner, ${column}) VALUES (${owner}, ${bytes})
    ON CONFLICT (owner) DO UPDATE SET ${column} = ${column} + excluded.${column};`;

/** The statement of a trigger by which an owner uses an asset once more. */
const use = (bytes: string, owner: string) => `
    INSERT INTO holdings (asset, owner, bytes, uses) SELECT new.asset, owner, ${bytes}, 1 FROM (${owner}) WHERE true
    ON CONFLICT (asset, owner) DO UPDATE SET uses = uses + 1, bytes = max(bytes, excluded.bytes);`;
const unuse = (owner: string) => `
    UPDATE holdings SET uses = uses - 1 WHERE asset = old.asset AND owner = (${owner});`;
const runOwner = (row: "new" | "old") => `SELECT owner FROM runs WHERE n = ${row}.run`;
const graphOwner = (row: "new" | "old") => `SELECT owner FROM saved_graphs WHERE n = ${row}.graph`;

const tables = `
  DROP TRIGGER event_added;
  DROP TRIGGER graph_added;
  ALTER TABLE owners ADD COLUMN run_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE owners ADD COLUMN graph_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE owners ADD COLUMN asset_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE uploads ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX uploads_list ON uploads (owner, created_at, asset, bytes);

  -- What a user may read and is charged for: each asset once, however often it is used.
  CREATE TABLE holdings (
    asset TEXT NOT NULL,
    owner TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    PRIMARY KEY (asset, owner)
  ) STRICT, WITHOUT ROWID;
  -- Assets that lost their last user; their files are to be removed.
  CREATE TABLE orphans (asset TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  -- Assets of an older database, whose size is not known yet.
  CREATE TABLE unweighed (asset TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  ALTER TABLE run_assets RENAME TO old_run_assets;
  CREATE TABLE run_assets (
    asset TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (n),
    bytes INTEGER NOT NULL,
    PRIMARY KEY (asset, run)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_assets_of_run ON run_assets (run);
  CREATE TABLE saved_assets (
    asset TEXT NOT NULL,
    graph INTEGER NOT NULL REFERENCES saved_graphs (n),
    bytes INTEGER NOT NULL,
    PRIMARY KEY (asset, graph)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX saved_assets_of_graph ON saved_assets (graph);

  CREATE INDEX runs_pinned ON runs (owner, n) WHERE pinned = 1;
  DROP INDEX runs_releasable;
  CREATE INDEX runs_releasable ON runs (owner, n)
    WHERE released = 0 AND pinned = 0 AND status IN ('done', 'failed', 'cancelled');
`;

const triggers = `
  CREATE TRIGGER run_stored AFTER INSERT ON runs BEGIN${charge("new.owner", "run_bytes", "new.bytes")} END;
  CREATE TRIGGER run_grown AFTER UPDATE OF bytes ON runs BEGIN${charge("new.owner", "run_bytes", "new.bytes - old.bytes")} END;
  CREATE TRIGGER run_removed AFTER DELETE ON runs BEGIN${charge("old.owner", "run_bytes", "-old.bytes")} END;
  CREATE TRIGGER version_added AFTER INSERT ON saved_versions BEGIN${charge(`(${graphOwner("new")})`, "graph_bytes", "new.bytes")} END;
  CREATE TRIGGER version_removed AFTER DELETE ON saved_versions BEGIN${charge(`(${graphOwner("old")})`, "graph_bytes", "-old.bytes")} END;

  CREATE TRIGGER upload_added AFTER INSERT ON uploads BEGIN${use("new.bytes", "SELECT new.owner AS owner")} END;
  CREATE TRIGGER upload_removed AFTER DELETE ON uploads BEGIN${unuse("old.owner")} END;
  CREATE TRIGGER run_asset_added AFTER INSERT ON run_assets BEGIN${use("new.bytes", runOwner("new"))} END;
  CREATE TRIGGER run_asset_removed AFTER DELETE ON run_assets BEGIN${unuse(runOwner("old"))} END;
  CREATE TRIGGER saved_asset_added AFTER INSERT ON saved_assets BEGIN${use("new.bytes", graphOwner("new"))} END;
  CREATE TRIGGER saved_asset_removed AFTER DELETE ON saved_assets BEGIN${unuse(graphOwner("old"))} END;

  CREATE TRIGGER holding_added AFTER INSERT ON holdings BEGIN${charge("new.owner", "asset_bytes", "new.bytes")}
    DELETE FROM orphans WHERE asset = new.asset;
  END;
  CREATE TRIGGER holding_grown AFTER UPDATE OF bytes ON holdings WHEN new.bytes <> old.bytes
    BEGIN${charge("new.owner", "asset_bytes", "new.bytes - old.bytes")} END;
  CREATE TRIGGER holding_unused AFTER UPDATE OF uses ON holdings WHEN new.uses <= 0 BEGIN
    DELETE FROM holdings WHERE asset = new.asset AND owner = new.owner;
  END;
  CREATE TRIGGER holding_removed AFTER DELETE ON holdings BEGIN${charge("old.owner", "asset_bytes", "-old.bytes")}
    INSERT INTO orphans (asset) SELECT old.asset WHERE NOT EXISTS (SELECT 1 FROM holdings WHERE asset = old.asset)
      ON CONFLICT DO NOTHING;
  END;
`;

/** What an older database has: references from where events name assets, not from every text that looks like one. */
const data = `
  UPDATE runs SET bytes = ${runRowBytes}
    + (SELECT octet_length(body) FROM graphs WHERE hash = runs.graph)
    + coalesce((SELECT sum(octet_length(event)) FROM run_events WHERE run = runs.n), 0);
  INSERT INTO owners (owner, graph_bytes)
    SELECT owner, sum(bytes) FROM saved_versions JOIN saved_graphs ON n = graph WHERE true GROUP BY owner
    ON CONFLICT (owner) DO UPDATE SET graph_bytes = excluded.graph_bytes;
  INSERT INTO holdings (asset, owner, bytes, uses) SELECT asset, owner, bytes, 1 FROM uploads;
  -- When they came was not recorded: before everything else, one after another.
  UPDATE uploads SET created_at = coalesce((SELECT min(created_at) FROM runs), 0) + place
    FROM (SELECT asset AS a, owner AS o, row_number() OVER (PARTITION BY owner ORDER BY asset) AS place FROM uploads)
    WHERE asset = a AND owner = o;

  INSERT INTO run_assets (asset, run, bytes)
    SELECT asset, run, 0 FROM (
      SELECT json_extract(event, '$.preview.asset') AS asset, run FROM run_events
        WHERE json_extract(event, '$.event') = 'node-progress'
      UNION
      SELECT json_extract(item.value, '$.asset.id') AS asset, run
        FROM run_events, json_each(event, '$.outputs') AS output, json_each(output.value, '$.items') AS item
        WHERE json_extract(event, '$.event') = 'node-finished'
    ) JOIN runs ON runs.n = run
    WHERE released = 0 AND typeof(asset) = 'text' AND length(asset) = 64 AND asset NOT GLOB '*[^0-9a-f]*';
  -- What a run's graph names, where its user may read it.
  INSERT INTO run_assets (asset, run, bytes)
    SELECT graph_assets.asset, runs.n, 0 FROM graph_assets JOIN runs ON runs.graph = graph_assets.graph
    WHERE released = 0 AND EXISTS (SELECT 1 FROM holdings WHERE asset = graph_assets.asset AND owner = runs.owner)
    ON CONFLICT DO NOTHING;
  INSERT INTO saved_assets (asset, graph, bytes)
    SELECT DISTINCT graph_assets.asset, saved_graphs.n, 0
    FROM graph_assets JOIN saved_versions ON saved_versions.hash = graph_assets.graph
      JOIN saved_graphs ON saved_graphs.n = saved_versions.graph
    WHERE EXISTS (SELECT 1 FROM holdings WHERE asset = graph_assets.asset AND owner = saved_graphs.owner);
  INSERT INTO unweighed (asset) SELECT DISTINCT asset FROM holdings WHERE bytes = 0;
  -- Released runs kept their files.
  INSERT INTO orphans (asset)
    SELECT DISTINCT asset FROM old_run_assets
    WHERE NOT EXISTS (SELECT 1 FROM holdings WHERE holdings.asset = old_run_assets.asset);
  DROP TABLE old_run_assets;
  DROP TABLE graph_assets;
`;

export const holdingsStep = `${tables}${triggers}${data}`;
