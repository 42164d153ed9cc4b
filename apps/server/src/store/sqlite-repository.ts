import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { RunEvent } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { RunRecord } from "@unclip/protocol";
import { GroupCommit } from "./group-commit.ts";
import type { HeldAsset, Removal } from "./holdings.ts";
import { runRowBytes } from "./migration-holdings.ts";
import { newId } from "./new-id.ts";
import {
  type Accepted,
  type CancelOutcome,
  type Claim,
  type HistoryPage,
  maxAttempts,
  type NewEvent,
  type NewRun,
  type QueueLimits,
  type Repository,
  type RunEnd,
} from "./repository.ts";
import { SqliteHoldings } from "./sqlite-holdings.ts";
import { prepareStatements, type RunRow } from "./statements.ts";

/** Events that one transaction removes, so that the removal of a long run holds nobody up. */
const eventsAtOnce = 500;
const ended: readonly string[] = ["done", "failed", "cancelled"];

/** The {@link Repository} of one machine. */
export class SqliteRepository extends SqliteHoldings implements Repository {
  readonly #db: DatabaseSync;
  readonly #commit: GroupCommit;
  readonly #sql: ReturnType<typeof prepareStatements>;

  /** @param commit shared with whatever else writes to the database, so that one fsync is for all */
  constructor(db: DatabaseSync, commit = new GroupCommit(db)) {
    super(db, commit);
    this.#db = db;
    this.#commit = commit;
    this.#sql = prepareStatements(db);
  }

  accept(run: NewRun, limits: QueueLimits): Promise<Accepted> {
    const body = JSON.stringify(run.graph);
    const hash = sha256(body);
    const { owner = "", priority = 0 } = run;
    const targets = run.targets === undefined ? null : JSON.stringify(run.targets);
    const previews = run.previews === false ? 0 : 1;
    const request = sha256(`${hash} ${targets ?? ""}${previews ? "" : " no previews"}`);
    // Two users may choose the same key; a space can stand in neither a user's name nor a key.
    const key =
      run.idempotencyKey === undefined || owner === ""
        ? (run.idempotencyKey ?? null)
        : `${owner} ${run.idempotencyKey}`;
    return this.#commit.write(() => {
      const earlier = key === null ? undefined : this.#sql.byKey.get(key);
      if (earlier !== undefined)
        return earlier.request_hash === request
          ? { outcome: "repeated", record: this.#record(earlier) }
          : { outcome: "conflict" };
      const { queued, running } = this.count();
      if (queued >= limits.queued) return { outcome: "full", queued, whose: "all" };
      const own = this.#sql.countOf.get(owner)?.queued ?? 0;
      if (own >= (limits.queuedPerUser ?? Number.POSITIVE_INFINITY))
        return { outcome: "full", queued: own, whose: "user" };
      const bytes = runRowBytes + Buffer.byteLength(body);
      if (!this.ledger.makeRoom(owner, bytes, limits.stored ?? Number.POSITIVE_INFINITY))
        return { outcome: "over-quota", bytes };
      this.#sql.addGraph.run(hash, body);
      const id = newId();
      this.#sql.addRun.run(
        id,
        hash,
        targets,
        previews,
        run.graph.title,
        Date.now(),
        key,
        request,
        owner,
        priority,
        bytes,
      );
      const row = this.#sql.byId.get(id)!;
      this.ledger.holdForRun(row.n, this.ledger.named(owner, body));
      return { outcome: "accepted", record: toRecord(row, queued + running) };
    });
  }

  ownerOf(id: string): string | undefined {
    return this.#sql.ownerOf.get(id)?.owner;
  }

  get(id: string): RunRecord | undefined {
    const row = this.#sql.byId.get(id);
    return row && this.#record(row);
  }

  graph(id: string): Graph | undefined {
    const row = this.#sql.graphOf.get(id);
    return row && (JSON.parse(row.body) as Graph);
  }

  list({ owner = "", before = Number.MAX_SAFE_INTEGER, limit, search }: HistoryPage): {
    runs: RunRecord[];
    next: number | undefined;
  } {
    const rows =
      search === undefined
        ? this.#sql.page.all(owner, before, limit + 1)
        : this.#sql.search.all(owner, before, `%${search.replaceAll(/[!%_]/g, "!$&")}%`, limit + 1);
    const more = rows.length > limit;
    if (more) rows.pop();
    // From the oldest queued one upwards, each counts only what lies between it and the one before.
    let from = 0;
    let ahead = 0;
    const runs: RunRecord[] = [];
    for (const row of rows.toReversed()) {
      if (row.status === "queued") {
        ahead += this.#sql.ahead.get(from, row.n)!.count;
        from = row.n;
      }
      runs.unshift(toRecord(row, ahead));
    }
    return { runs, next: more ? rows.at(-1)?.n : undefined };
  }

  pin(id: string, pinned: boolean): Promise<boolean> {
    return this.#commit.write(() => this.#sql.pin.run(pinned ? 1 : 0, id).changes === 1);
  }

  async remove(id: string): Promise<Removal> {
    for (;;) {
      const removal = await this.#commit.write((): Removal | "more" => {
        const row = this.#sql.byId.get(id);
        if (row === undefined) return "unknown";
        if (!ended.includes(row.status)) return "in-use";
        this.ledger.releaseRun(row.n);
        // From the end, so that what is left of a removal that a crash cuts off has no gap.
        if (this.#sql.dropEvents.run(row.n, eventsAtOnce).changes === eventsAtOnce) return "more";
        const { graph } = this.#sql.drop.get(row.n)!;
        if (this.#sql.isTextUsed.get(graph) === undefined) this.#sql.dropText.run(graph);
        return "removed";
      });
      if (removal !== "more") return removal;
    }
  }

  count(): { queued: number; running: number } {
    const row = this.#sql.count.get()!;
    return { queued: row.queued, running: row.running };
  }

  claim(): Promise<Claim | undefined> {
    return this.#commit.write(() => {
      const next = this.#sql.nextOwner.get();
      const row = next && this.#sql.claim.get(next.owner);
      if (row === undefined) return undefined;
      this.#sql.served.run(row.owner);
      const graph = JSON.parse(this.#sql.graphOf.get(row.id)!.body) as Graph;
      const claim = {
        id: row.id,
        owner: row.owner,
        attempt: row.attempt,
        graph,
        previews: row.previews === 1,
        reads: this.ledger.heldByRun(row.n),
      };
      return row.targets === null ? claim : { ...claim, targets: JSON.parse(row.targets) as string[] };
    });
  }

  append(
    claim: Pick<Claim, "id" | "attempt">,
    events: readonly NewEvent[],
    end?: RunEnd,
    holds: readonly HeldAsset[] = [],
  ): Promise<RunEvent[]> {
    return this.#commit.write(() => {
      const row = this.#sql.byId.get(claim.id);
      if (row === undefined || row.status !== "running" || row.attempt !== claim.attempt) return [];
      this.ledger.holdForRun(row.n, holds);
      const numbered = this.#add(row.n, events);
      if (end !== undefined) this.#end(row.n, end);
      return numbered;
    });
  }

  events(id: string, after: number, limit: number): RunEvent[] {
    const events: RunEvent[] = [];
    let characters = 0;
    for (const { seq, event } of this.#sql.events.iterate(id, after, limit)) {
      events.push({ seq, ...JSON.parse(event) });
      characters += event.length;
      if (characters >= mostCharacters) break;
    }
    return events;
  }

  cancel(id: string): Promise<{ outcome: CancelOutcome; events: RunEvent[] }> {
    return this.#commit.write(() => {
      const row = this.#sql.byId.get(id);
      if (row === undefined) return { outcome: "unknown", events: [] };
      if (row.status === "cancelled") return { outcome: "already-cancelled", events: [] };
      if (row.status === "running") {
        this.#sql.markCancel.run(row.n);
        return { outcome: "cancelling", events: [] };
      }
      if (row.status !== "queued") return { outcome: "finished", events: [] };
      return { outcome: "cancelled", events: this.#close(row.n, { status: "cancelled" }) };
    });
  }

  requeue(claim: Pick<Claim, "id" | "attempt">): Promise<boolean> {
    return this.#commit.write(() => this.#sql.requeue.run(claim.id, claim.attempt).changes === 1);
  }

  retry(claim: Pick<Claim, "id" | "attempt">): Promise<boolean> {
    return this.#commit.write(() => this.#sql.retry.run(claim.id, claim.attempt).changes === 1);
  }

  recover(): { requeued: number; ended: number } {
    let ended = 0;
    let requeued = 0;
    this.#db.exec("BEGIN IMMEDIATE");
    for (const row of this.#sql.running.all()) {
      if (row.cancel === 1) this.#close(row.n, { status: "cancelled" });
      else if (row.attempt >= maxAttempts) this.#close(row.n, { status: "failed", error: interrupted });
      else requeued += Number(this.#sql.again.run(row.n).changes);
      if (row.cancel === 1 || row.attempt >= maxAttempts) ended++;
    }
    this.#db.exec("COMMIT");
    return { requeued, ended };
  }

  async probe(): Promise<void> {
    // A transaction that writes and takes it back would not reach the disk; user_version is written as it is.
    await this.#commit.write(() => {
      const { user_version } = this.#db.prepare("PRAGMA user_version").get() as { user_version: number };
      this.#db.exec(`PRAGMA user_version = ${user_version}`);
    });
  }

  close(): void {
    this.#commit.flush();
    this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#db.close();
  }

  /** Appends `run-finished` for a run that no runner will report on, and ends it. */
  #close(n: number, end: RunEnd): RunEvent[] {
    const events = this.#add(n, [
      { event: "run-finished", status: end.status, computed: 0, cached: 0, milliseconds: 0 },
    ]);
    this.#end(n, end);
    return events;
  }

  #add(n: number, events: readonly NewEvent[]): RunEvent[] {
    if (events.length === 0) return [];
    let seq = this.#sql.nextSeq.get(n)!.seq;
    let bytes = 0;
    const numbered = events.map((event) => {
      const text = JSON.stringify({ ...event, seq: undefined });
      bytes += Buffer.byteLength(text);
      this.#sql.addEvent.run(n, seq, text);
      return { ...event, seq: seq++ };
    });
    this.#sql.grow.run(bytes, n);
    return numbered;
  }

  #end(n: number, { status, error }: RunEnd): void {
    this.#sql.end.run(status, Date.now(), error?.code ?? null, error?.message ?? null, n);
  }

  #record(row: RunRow): RunRecord {
    return toRecord(row, row.status === "queued" ? this.#sql.ahead.get(0, row.n)!.count : 0);
  }
}

/** UTF-16 units of events that are read at once: reading and sending them holds the event loop for some ten milliseconds. */
const mostCharacters = 1_000_000;

const interrupted = {
  code: "interrupted",
  message: `The server stopped ${maxAttempts} times while this run was under way; it was given up. Run it again to retry.`,
};

function toRecord(row: RunRow, ahead: number): RunRecord {
  return {
    id: row.id,
    status: row.status,
    title: row.title,
    createdAt: new Date(row.created_at).toISOString(),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
    ahead: row.status === "queued" ? ahead : 0,
    ...(row.pinned === 1 && { pinned: true as const }),
    ...(row.released === 1 && { released: true as const }),
    ...(row.error_code === null ? {} : { error: { code: row.error_code, message: row.error_message ?? "" } }),
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
