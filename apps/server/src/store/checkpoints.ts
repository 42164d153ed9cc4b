import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";

/** Milliseconds between two looks; some megabytes of log come together meanwhile. */
const lookEvery = 2000;

/**
 * Writes a database's log back into the database from a thread of its own. SQLite would do it inside a commit, which holds
 * the event loop for as long as the disk takes. What the thread does not keep up with is done there all the same.
 */
export class Checkpoints {
  readonly #log: string;
  readonly #worker: Worker;
  readonly #timer: NodeJS.Timeout;
  readonly #ended: Promise<unknown>;
  #busy = false;
  /** When the log had been changed last, the last time that it was written back. */
  #changedAt = 0;

  /** @param file the database */
  constructor(file: string) {
    this.#log = `${file}-wal`;
    const source = import.meta.url.endsWith(".ts");
    const main = new URL(source ? "./checkpoint-worker.ts" : "./checkpoint-worker.js", import.meta.url);
    this.#worker = new Worker(main, { workerData: file });
    this.#worker.unref();
    this.#ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.#worker.on("message", (problem: string | undefined) => {
      this.#busy = false;
      if (problem !== undefined) console.error(`The database's log cannot be written back (${problem}).`);
    });
    this.#worker.on("error", (error) => {
      clearInterval(this.#timer);
      console.error(`The database's log is written back by commits (${error.message}).`);
    });
    this.#timer = setInterval(() => this.#look(), lookEvery).unref();
  }

  /** Resolves when the thread has closed the database. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#worker.ref();
    this.#worker.postMessage("stop");
    // A thread that failed has ended before.
    await this.#ended;
  }

  #look(): void {
    const changedAt = statSync(this.#log, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (this.#busy || changedAt === this.#changedAt) return;
    this.#changedAt = changedAt;
    this.#busy = true;
    this.#worker.postMessage("checkpoint");
  }
}
