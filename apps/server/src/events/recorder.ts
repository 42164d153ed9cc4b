import type { RunError, RunEvent } from "@unclip/engine";
import type { HeldAsset } from "../store/holdings.ts";
import type { Claim, NewEvent, Repository, RunEnd } from "../store/repository.ts";
import type { Feed } from "./feed.ts";

/**
 * Progress of one run is stored and told at most this often, in milliseconds, several events at once: every preview,
 * since people look back at the steps, and of plain steps the latest of each node.
 */
const progressEvery = 100;
const retryEvery = 1000;

/** How much the run's user may store, and what happens when they would store more. */
interface Quota {
  /** Bytes. */
  readonly quota: number;
  over(): void;
}

/**
 * Takes the events of one run from its runner, stores them in order and tells them once they are stored, so that
 * nobody sees a number that a crash could give to another event.
 */
export class Recorder {
  readonly #repository: Repository;
  readonly #feed: Feed;
  readonly #claim: Claim;
  readonly #quota: Quota | undefined;
  readonly #progress = new Map<string, NewEvent>();
  /** Assets that the run holds and that are not recorded yet, with their bytes. */
  #holds: HeldAsset[] = [];
  /** Nodes that started and did not end. */
  readonly #open = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;
  /** Resolves when the end of the run is stored; there once the end is known. */
  ended: Promise<void> | undefined;

  constructor(repository: Repository, feed: Feed, claim: Claim, quota?: Quota) {
    this.#repository = repository;
    this.#feed = feed;
    this.#claim = claim;
    this.#quota = quota;
  }

  /** The run holds an asset; recorded before or with the events that come after. */
  hold(asset: string, bytes: number): void {
    this.#holds.push({ asset, bytes });
    this.#storeSoon();
  }

  /** Stores what was collected until now. */
  async flush(): Promise<void> {
    if (this.ended === undefined) await this.#store(this.#takeProgress());
  }

  add(event: RunEvent): void {
    const { seq: _, ...unnumbered } = event;
    if (event.event === "node-progress") {
      this.#addProgress(event, unnumbered);
      return;
    }
    if (event.event === "node-started") this.#open.add(event.node);
    if (event.event === "node-finished" || event.event === "node-failed") this.#open.delete(event.node);
    const events = [...this.#takeProgress(), unnumbered];
    if (event.event === "run-finished") this.ended = this.#store(events, { status: event.status });
    else void this.#store(events);
  }

  /** Ends a run that its runner did not end. An error is put on the nodes that were computing. */
  async finish(status: RunEnd["status"], error?: RunError): Promise<void> {
    if (this.ended !== undefined) return this.ended;
    const failed = error === undefined ? [] : [...this.#open];
    const events: NewEvent[] = [
      ...this.#takeProgress(),
      ...failed.map((node) => ({ event: "node-failed" as const, node, error: error! })),
      { event: "run-finished", status, computed: 0, cached: 0, milliseconds: 0 },
    ];
    this.ended = this.#store(events, error === undefined ? { status } : { status, error });
    return this.ended;
  }

  /** Drops what is not stored yet: the run goes back to the queue. */
  abandon(): void {
    this.#takeProgress();
    this.ended = Promise.resolve();
  }

  #addProgress({ node, preview }: RunEvent & { event: "node-progress" }, event: NewEvent): void {
    // A step with something to look at tells the step too.
    this.#progress.delete(node);
    this.#progress.set(preview === undefined ? node : `${node} ${preview.item} ${preview.asset}`, event);
    this.#storeSoon();
  }

  #storeSoon(): void {
    this.#timer ??= setTimeout(
      () => void this.#store(this.#takeProgress()),
      Math.max(0, this.#last + progressEvery - performance.now()),
    );
  }

  #takeProgress(): NewEvent[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = [...this.#progress.values()];
    this.#progress.clear();
    if (events.length > 0 || this.#holds.length > 0) this.#last = performance.now();
    return events;
  }

  async #store(events: NewEvent[], end?: RunEnd): Promise<void> {
    const holds = this.#holds;
    this.#holds = [];
    const stored = await this.#append(events, end, holds);
    this.#feed.events(this.#claim.id, stored);
    if (end !== undefined) this.#feed.run(this.#repository.get(this.#claim.id));
    else if (holds.length > 0) await this.#checkQuota();
  }

  /** A run that takes more than its user may store is ended, unless older results of theirs make room for it. */
  async #checkQuota(): Promise<void> {
    if (this.#quota === undefined || this.#quota.quota === Number.POSITIVE_INFINITY) return;
    const fits = await this.#repository.makeRoom(this.#claim.owner, 0, this.#quota.quota).catch(() => true);
    if (!fits) this.#quota.over();
  }

  async #append(events: NewEvent[], end: RunEnd | undefined, holds: HeldAsset[]): Promise<RunEvent[]> {
    for (;;) {
      try {
        return await this.#repository.append(this.#claim, events, end, holds);
      } catch (error) {
        console.error(`Run ${this.#claim.id}: its events cannot be stored (${(error as Error).message}).`);
        // Progress can be lost; the end of a run cannot: it is tried until the disk takes it.
        if (end === undefined) {
          // Which assets are the run's own is not lost: it comes with what is stored next.
          this.#holds.unshift(...holds);
          return [];
        }
        await new Promise((resolve) => setTimeout(resolve, retryEvery));
      }
    }
  }
}
