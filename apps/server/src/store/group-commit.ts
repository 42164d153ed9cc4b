import type { DatabaseSync } from "node:sqlite";

interface Job {
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * Writes that arrive within one turn of the event loop share one transaction and so one fsync. A promise resolves
 * only after the commit; a write that throws is undone alone.
 */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #guard: () => void;
  #jobs: Job[] = [];

  /** @param guard called before each transaction; when it throws, nothing is written and every write rejects with that */
  constructor(db: DatabaseSync, guard: () => void = () => {}) {
    this.#db = db;
    this.#guard = guard;
  }

  /** Runs `work` inside the next transaction. Rejects with what `work` threw, or when the commit failed. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#jobs.length === 0) setImmediate(() => this.flush());
      this.#jobs.push({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Commits what is waiting, now. */
  flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      this.#guard();
      this.#db.exec("BEGIN IMMEDIATE");
      for (const job of jobs) settle.push(this.#attempt(job));
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const done of settle) done();
  }

  #attempt(job: Job): () => void {
    this.#db.exec("SAVEPOINT job");
    try {
      const value = job.work();
      this.#db.exec("RELEASE job");
      return () => job.resolve(value);
    } catch (error) {
      // A full disk or an I/O error may have ended the whole transaction; then nothing of the group was written.
      if (!this.#db.isTransaction) throw error;
      this.#db.exec("ROLLBACK TO job; RELEASE job");
      return () => job.reject(error);
    }
  }
}
