import type { RunError } from "@unclip/engine";
import type { RunBounds } from "@unclip/protocol";
import type { Feed } from "../events/feed.ts";
import { Recorder } from "../events/recorder.ts";
import { type Outcome, Runner, type RunnerOptions } from "../runner/runner.ts";
import type { Claim, Repository } from "../store/repository.ts";
import type { QueueStatus, RunQueue } from "./run-queue.ts";

const retryEvery = 1000;
/** How often a run is started whose process crashes: a second crash is the run's own doing. */
const crashAttempts = 2;
/** Milliseconds that a stop waits for the runs that it cut off to be stored. */
const storing = 3000;

const overQuota: RunError = {
  code: "quota_stored",
  message:
    "The run was ended because its pictures take more than you may store. Remove runs, uploads or saved graphs that you need no more, unpin runs, or use fewer or smaller pictures.",
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());

interface QueueOptions extends RunnerOptions {
  /** Processes that compute. */
  readonly count: number;
  /** Bytes that each user may store; no bound where absent. */
  readonly stored?: number;
  /** What users learn of each other; where absent there is one, who has all results. */
  readonly users?: {
    /** Whether a result that depends on no upload is reused for every user, which tells them what others computed. */
    readonly shareCache: boolean;
  };
}

/** The {@link RunQueue} of one machine: first come, first served, on child processes. */
export class LocalQueue implements RunQueue {
  readonly #repository: Repository;
  readonly #feed: Feed;
  readonly #stored: number;
  readonly #users: QueueOptions["users"];
  readonly #runners: readonly Runner[];
  readonly #carried = new Map<string, { runner: Runner; done: Promise<void> }>();
  /** Runners that a claim is being made for. */
  readonly #reserved = new Set<Runner>();
  /** Cancelled between their claim and their start. */
  readonly #cancelled = new Set<string>();
  #draining = false;

  constructor(repository: Repository, feed: Feed, options: QueueOptions) {
    this.#repository = repository;
    this.#feed = feed;
    this.#stored = options.stored ?? Number.POSITIVE_INFINITY;
    this.#users = options.users;
    this.#runners = Array.from({ length: options.count }, () => new Runner(options, () => this.wake()));
  }

  status(): QueueStatus {
    const offer = this.#runners.find((runner) => runner.offer !== undefined)?.offer;
    const problem = this.#runners.find((runner) => runner.problem !== undefined)?.problem;
    const ready = !this.#draining && this.#runners.some((runner) => runner.ready);
    return { ready, ...(offer && { offer }), ...(problem !== undefined && { problem }) };
  }

  wake(): void {
    for (const runner of this.#runners)
      if (runner.idle && !this.#reserved.has(runner)) void this.#feedRunner(runner);
  }

  cancel(run: string): void {
    const carried = this.#carried.get(run);
    if (carried === undefined) this.#cancelled.add(run);
    else carried.runner.cancel(run);
  }

  async drain(milliseconds: number): Promise<void> {
    this.#draining = true;
    // A claim that is being made becomes a run under way, which is waited for.
    while (this.#reserved.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const done = Promise.all([...this.#carried.values()].map((carried) => carried.done));
    await Promise.race([done, pause(milliseconds)]);
    for (const runner of this.#runners) runner.stop();
    // What cannot be stored by now (a full disk) is found again at the next start.
    await Promise.race([done, pause(storing)]);
  }

  async #feedRunner(runner: Runner): Promise<void> {
    if (this.#draining) return;
    this.#reserved.add(runner);
    try {
      const claim = await this.#repository.claim();
      if (claim === undefined) return;
      // Accepted when there was room; what else they stored meanwhile may have taken it.
      const fits = await this.#repository.makeRoom(claim.owner, 0, this.#stored).catch(() => true);
      const done = this.#carry(runner, claim, fits);
      this.#carried.set(claim.id, { runner, done });
      if (this.#cancelled.delete(claim.id)) runner.cancel(claim.id);
    } catch (error) {
      console.error(`No run can be taken from the queue (${(error as Error).message}).`);
      setTimeout(() => this.wake(), retryEvery).unref();
    } finally {
      this.#reserved.delete(runner);
    }
  }

  async #carry(runner: Runner, claim: Claim, fits: boolean): Promise<void> {
    const { id: run, graph, targets, previews } = claim;
    const recorder = new Recorder(this.#repository, this.#feed, claim, {
      quota: this.#stored,
      over: () => runner.fail(run, overQuota),
    });
    this.#feed.run(this.#repository.get(run));
    if (!fits) return this.#leave(recorder, claim, { how: "failed", error: overQuota });
    const order = { run, graph, previews, ...(targets && { targets }), ...this.#bounds(claim) };
    // Drained between the claim and here: the runner is stopped, the run goes back.
    const outcome = runner.idle
      ? await runner.run(order, {
          event: (event) => recorder.add(event),
          holds: (asset, bytes) => recorder.hold(asset, bytes),
        })
      : ({ how: "killed" } as const);
    await this.#leave(recorder, claim, outcome);
  }

  /** Stores how a run ended, and takes the next. */
  async #leave(recorder: Recorder, claim: Claim, outcome: Outcome): Promise<void> {
    await this.#conclude(recorder, claim, outcome).catch((error) => {
      console.error(`Run ${claim.id}: its end cannot be stored (${error.message}); the next start finds it.`);
    });
    this.#carried.delete(claim.id);
    this.#cancelled.delete(claim.id);
    this.wake();
  }

  /** Users read their own assets alone, and reuse what they computed themselves. */
  #bounds({ owner, reads }: Claim): RunBounds {
    if (this.#users === undefined) return {};
    // What comes of an upload is its user's, however much is shared.
    return { reads, scope: this.#users.shareCache && reads.length === 0 ? "" : owner };
  }

  async #conclude(recorder: Recorder, claim: Claim, outcome: Outcome): Promise<void> {
    if (outcome.how === "finished") return recorder.ended;
    // What the run stored is its own, also where it goes back to the queue.
    await recorder.flush();
    if (outcome.how === "crashed" && claim.attempt < crashAttempts && !this.#draining) {
      console.error(`Run ${claim.id}: ${outcome.error.message} It is tried once more.`);
      if (await this.#repository.retry(claim)) return recorder.abandon();
    }
    if (outcome.how !== "killed") return recorder.finish("failed", outcome.error);
    // Killed by a cancel or by a stop of the server; a run that was cancelled does not come back.
    if (this.#draining && (await this.#repository.requeue(claim))) return recorder.abandon();
    return recorder.finish("cancelled");
  }
}
