import type { DatabaseSync } from "node:sqlite";
import type { RunStatus } from "@unclip/protocol";
import { preparing, type Query } from "./preparing.ts";

export interface RunRow {
  readonly n: number;
  readonly id: string;
  readonly targets: string | null;
  readonly previews: 0 | 1;
  readonly title: string;
  readonly status: RunStatus;
  readonly attempt: number;
  readonly cancel: 0 | 1;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly request_hash: string;
  readonly owner: string;
  readonly pinned: 0 | 1;
  readonly released: 0 | 1;
}

/** Every statement of {@link SqliteRepository}, prepared once. */
export function prepareStatements(db: DatabaseSync) {
  const query: <Row>(sql: string) => Query<Row> = preparing(db);
  return {
    byId: query<RunRow>("SELECT * FROM runs WHERE id = ?"),
    byKey: query<RunRow>("SELECT * FROM runs WHERE idempotency_key = ?"),
    running: query<RunRow>("SELECT * FROM runs WHERE status = 'running' ORDER BY n"),
    page: query<RunRow>("SELECT * FROM runs WHERE owner = ? AND n < ? ORDER BY n DESC LIMIT ?"),
    // `title LIKE` reads the index alone; the rows are fetched for what was found.
    search: query<RunRow>(
      `SELECT * FROM runs WHERE n IN (
         SELECT n FROM runs INDEXED BY runs_history WHERE owner = ? AND n < ? AND title LIKE ? ESCAPE '!'
         ORDER BY n DESC LIMIT ?
       ) ORDER BY n DESC`,
    ),
    ownerOf: query<{ owner: string }>("SELECT owner FROM runs WHERE id = ?"),
    pin: query<never>("UPDATE runs SET pinned = ? WHERE id = ?"),
    graphOf: query<{ body: string }>(
      "SELECT body FROM runs JOIN graphs ON graphs.hash = runs.graph WHERE runs.id = ?",
    ),
    ahead: query<{ count: number }>(
      "SELECT count(*) AS count FROM runs INDEXED BY runs_open WHERE status IN ('queued', 'running') AND n >= ? AND n < ?",
    ),
    count: query<{ queued: number; running: number }>(
      "SELECT coalesce(sum(queued), 0) AS queued, coalesce(sum(running), 0) AS running FROM owners",
    ),
    countOf: query<{ queued: number }>("SELECT queued FROM owners WHERE owner = ?"),
    addGraph: query<never>("INSERT INTO graphs (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING"),
    addRun: query<never>(
      `INSERT INTO runs (id, graph, targets, previews, title, created_at, idempotency_key, request_hash, owner, priority, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    // Users take turns: the one who was served longest ago is next.
    nextOwner: query<{ owner: string }>(
      "SELECT owner FROM owners WHERE queued > 0 ORDER BY turn, owner LIMIT 1",
    ),
    served: query<never>("UPDATE owners SET turn = (SELECT max(turn) + 1 FROM owners) WHERE owner = ?"),
    claim: query<RunRow>(
      `UPDATE runs SET status = 'running', attempt = attempt + 1
       WHERE n = (SELECT n FROM runs INDEXED BY runs_queued
                  WHERE owner = ? AND status = 'queued' ORDER BY priority DESC, n LIMIT 1)
       RETURNING *`,
    ),
    nextSeq: query<{ seq: number }>("SELECT coalesce(max(seq) + 1, 0) AS seq FROM run_events WHERE run = ?"),
    addEvent: query<never>("INSERT INTO run_events (run, seq, event) VALUES (?, ?, ?)"),
    grow: query<never>("UPDATE runs SET bytes = bytes + ? WHERE n = ?"),
    dropEvents: query<never>(
      `DELETE FROM run_events WHERE run = ?1
         AND seq > (SELECT max(seq) FROM run_events WHERE run = ?1) - ?2`,
    ),
    drop: query<{ graph: string }>("DELETE FROM runs WHERE n = ? RETURNING graph"),
    isTextUsed: query<{ yes: 1 }>(
      `SELECT 1 AS yes WHERE EXISTS (SELECT 1 FROM runs WHERE graph = ?1)
         OR EXISTS (SELECT 1 FROM saved_versions WHERE hash = ?1)
         OR EXISTS (SELECT 1 FROM saved_graphs WHERE hash = ?1)`,
    ),
    dropText: query<never>("DELETE FROM graphs WHERE hash = ?"),
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
    retry: query<never>(
      "UPDATE runs SET status = 'queued' WHERE id = ? AND attempt = ? AND status = 'running' AND cancel = 0",
    ),
    again: query<never>("UPDATE runs SET status = 'queued' WHERE n = ? AND status = 'running'"),
  };
}
