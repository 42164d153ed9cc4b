/** One cache for each group of runs that may share results: within one, a result is reused; between two, never. */
import { RunCache } from "./run-cache.ts";

/** Caches by scope, with one budget for all. */
export class RunCaches {
  /** Bytes of all caches together. */
  readonly budget: number;
  readonly #caches = new Map<string, RunCache>();

  /** `bytes`: the budget of all caches together; 512 MB where it is not given. */
  constructor(options: { readonly bytes?: number } = {}) {
    this.budget = options.bytes ?? 512 * 1024 * 1024;
  }

  /** The cache of a scope, made where there is none. */
  of(scope: string): RunCache {
    const cache = this.#caches.get(scope) ?? new RunCache({ bytes: this.budget });
    this.#caches.set(scope, cache);
    return cache;
  }

  /**
   * Keeps all caches together within the budget: the largest gives way first, so that a scope that computes much does
   * not evict the results of one that computes little.
   */
  trim(): void {
    const bySize = [...this.#caches].sort(([, a], [, b]) => b.bytes - a.bytes);
    let over = bySize.reduce((sum, [, cache]) => sum + cache.bytes, 0) - this.budget;
    for (const [i, [, cache]] of bySize.entries()) {
      if (over <= 0) break;
      const next = bySize[i + 1]?.[1].bytes ?? 0;
      const before = cache.bytes;
      cache.shrink(Math.max(next, before - over));
      over -= before - cache.bytes;
    }
    for (const [scope, cache] of this.#caches) if (cache.bytes === 0) this.#caches.delete(scope);
  }
}
