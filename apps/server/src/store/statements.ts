import type { DatabaseSync, SQLInputValue, StatementResultingChanges, StatementSync } from "node:sqlite";
import type { RunStatus } from "@unclip/protocol";

export interface RunRow {
  readonly n: number;
  readonly id: string;
  readonly targets: string | null;
  readonly title: string;
  readonly status: RunStatus;
  readonly attempt: number;
  readonly cancel: 0 | 1;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly request_hash: string;
}

/** A prepared statement with the type of its rows. */
interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  run(...values: SQLInputValue[]): StatementResultingChanges;
}

/** Every statement of {@link SqliteRepository}, prepared once. */
export function prepareStatements(db: DatabaseSync) {
  // The one place where rows get their types: node:sqlite knows them only as records of values.
  const query = <Row>(sql: string) => db.prepare(sql) as StatementSync as unknown as Query<Row>;
  return {
    byId: query<RunRow>("SELECT * FROM runs WHERE id = ?"),
    byKey: query<RunRow>("SELECT * FROM runs WHERE idempotency_key = ?"),
    running: query<RunRow>("SELECT * FROM runs WHERE status = 'running' ORDER BY n"),
    page: query<RunRow>("SELECT * FROM runs WHERE n < ? ORDER BY n DESC LIMIT ?"),
    graphOf: query<{ body: string }>(
      "SELECT body FROM runs JOIN graphs ON graphs.hash = runs.graph WHERE runs.id = ?",
    ),
    ahead: query<{ count: number }>(
      "SELECT count(*) AS count FROM runs WHERE status IN ('queued', 'running') AND n < ?",
    ),
    count: query<{ queued: number; running: number }>(
      `SELECT count(*) FILTER (WHERE status = 'queued') AS queued, count(*) FILTER (WHERE status = 'running') AS running
       FROM runs WHERE status IN ('queued', 'running')`,
    ),
    addGraph: query<never>("INSERT INTO graphs (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    addRun: query<never>(
      `INSERT INTO runs (id, graph, targets, title, created_at, idempotency_key, request_hash)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    claim: query<RunRow>(
      `UPDATE runs SET status = 'running', attempt = attempt + 1
       WHERE n = (SELECT min(n) FROM runs INDEXED BY runs_open WHERE status IN ('queued', 'running') AND status = 'queued')
       RETURNING *`,
    ),
    nextSeq: query<{ seq: number }>("SELECT coalesce(max(seq) + 1, 0) AS seq FROM run_events WHERE run = ?"),
    addEvent: query<never>("INSERT INTO run_events (run, seq, event) VALUES (?, ?, ?)"),
    events: query<{ seq: number; event: string }>(
      `SELECT seq, event FROM run_events WHERE run = (SELECT n FROM runs WHERE id = ?) AND seq > ?
       ORDER BY seq LIMIT ?`,
    ),
    markCancel: query<never>("UPDATE runs SET cancel = 1 WHERE n = ? AND status = 'running'"),
    end: query<never>(
      `UPDATE runs SET status = ?, finished_at = ?, error_code = ?, error_message = ?
       WHERE n = ? AND status IN ('queued', 'running')`,
    ),
    // A clean stop does not count as an attempt.
    requeue: query<never>(
      `UPDATE runs SET status = 'queued', attempt = attempt - 1 WHERE id = ? AND attempt = ? AND status = 'running' AND cancel = 0`,
    ),
    again: query<never>("UPDATE runs SET status = 'queued' WHERE n = ? AND status = 'running'"),
  };
}
