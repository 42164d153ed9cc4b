/**
 * The system of record: runs, their graphs and their events. One implementation today (SQLite); a second one
 * (Postgres, for many machines) has to keep the same promises, which `repository.test.ts` holds each one to:
 *
 * - What a promise resolved for survives a crash at any later instant.
 * - The events of a run are numbered 0, 1, 2 … without gaps and never change; neither does a terminal status.
 * - A run that was under way when the process died is queued again, at most {@link maxAttempts} times in all.
 */
import type { RunError, RunEvent } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { RunRecord } from "@unclip/protocol";
import type { HeldAsset, Holdings, Removal } from "./holdings.ts";

/** How often a run is started before it is given up. */
export const maxAttempts = 3;

/** An event before the repository has numbered it. */
export type NewEvent = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "seq"> : never) : never;

export interface NewRun {
  readonly graph: Graph;
  readonly targets?: readonly string[] | undefined;
  /** Pictures of the steps, unless `false`. */
  readonly previews?: boolean | undefined;
  /** The same key with the same request gives the same run. */
  readonly idempotencyKey?: string | undefined;
  /** Whose run it is; `""` where the server knows no users. */
  readonly owner?: string;
  /** Of two runs of one user the higher goes first. 0 by default. */
  readonly priority?: number | undefined;
}

/** How many runs may wait, in all and of one user, and how many bytes one user may store. */
export interface QueueLimits {
  readonly queued: number;
  readonly queuedPerUser?: number;
  readonly stored?: number;
}

export interface HistoryPage {
  readonly owner?: string;
  /** `next` of an earlier page. */
  readonly before?: number | undefined;
  readonly limit: number;
  /** Runs whose title contains this, in whatever case of ASCII letters. */
  readonly search?: string | undefined;
}

export type Accepted =
  | { readonly outcome: "accepted" | "repeated"; readonly record: RunRecord }
  /** The key was used for another request. */
  | { readonly outcome: "conflict" }
  | { readonly outcome: "full"; readonly queued: number; readonly whose: "all" | "user" }
  /** The user would store more than they may, by so many bytes of this run. */
  | { readonly outcome: "over-quota"; readonly bytes: number };

/** A run to be carried out, fenced by its attempt. */
export interface Claim {
  readonly id: string;
  readonly owner: string;
  readonly attempt: number;
  readonly graph: Graph;
  readonly targets?: readonly string[];
  readonly previews: boolean;
  /** The assets that the graph names and its user may read. */
  readonly reads: readonly string[];
}

export interface RunEnd {
  readonly status: "done" | "failed" | "cancelled";
  readonly error?: RunError;
}

export type CancelOutcome = "unknown" | "finished" | "already-cancelled" | "cancelled" | "cancelling";

export interface Repository extends Holdings {
  /** Stores a run; once this resolves the run is not lost. */
  accept(run: NewRun, limits: QueueLimits): Promise<Accepted>;
  /** Whose run it is; `undefined` when there is none of that id. */
  ownerOf(id: string): string | undefined;
  get(id: string): RunRecord | undefined;
  graph(id: string): Graph | undefined;
  /** Runs of one user, newest first. */
  list(page: HistoryPage): { runs: RunRecord[]; next: number | undefined };
  /** Keeps a run's pictures whatever else is cleared away, or no longer. False when there is no such run. */
  pin(id: string, pinned: boolean): Promise<boolean>;
  /** Removes a run that has ended, with its events, its graph and its hold on assets. `in-use`: it has not ended. */
  remove(id: string): Promise<Removal>;
  count(): { queued: number; running: number };
  /** Marks a queued run as running: users take turns, and of one user's the highest priority, then the oldest, is next. */
  claim(): Promise<Claim | undefined>;
  /**
   * Adds events to a running run, its end with them, and the assets that it stored or shows. Resolves to the numbered
   * events; to none when the attempt is no longer the current one (its result is not wanted any more).
   */
  append(
    claim: Pick<Claim, "id" | "attempt">,
    events: readonly NewEvent[],
    end?: RunEnd,
    holds?: readonly HeldAsset[],
  ): Promise<RunEvent[]>;
  /** Events after `after` (−1 for all), at most `limit`, and fewer where they are long; none only where there are none. */
  events(id: string, after: number, limit: number): RunEvent[];
  /** A queued run is cancelled at once; a running one is marked, so that not even a crash lets it go on. */
  cancel(id: string): Promise<{ outcome: CancelOutcome; events: RunEvent[] }>;
  /** Puts a running run back, as a clean stop does: the attempt does not count. False when it was cancelled meanwhile. */
  requeue(claim: Pick<Claim, "id" | "attempt">): Promise<boolean>;
  /** Puts a running run back after a fault that is not its own; the attempt counts. False when it was cancelled meanwhile. */
  retry(claim: Pick<Claim, "id" | "attempt">): Promise<boolean>;
  /** After a start: what was running is queued again, cancelled or given up. */
  recover(): { requeued: number; ended: number };
  /** Throws when nothing can be written. */
  probe(): Promise<void>;
  close(): void;
}
