import type { RequestHandler } from "express";
import { ApiError } from "../problem.ts";
import { userOf } from "./entrance.ts";

/** Requests that someone may still make at once, and when that was counted. */
interface Bucket {
  left: number;
  at: number;
}

/** Buckets that are kept; above that those that are full again go, which are as good as none. */
const mostBuckets = 10_000;

/**
 * Lets each of those that it is asked about do something `perSecond` times a second in the long run and `burst` times at
 * once. Requests are counted by user and not by address: behind a proxy all come from one.
 */
export class RateLimit {
  readonly perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that does not go backwards */
  constructor(perSecond: number, burst = 4 * perSecond, now = () => performance.now()) {
    this.perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
  }

  /** Counts one request; whether it may be made. */
  admits(who: string): boolean {
    const bucket = this.#filled(who);
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }

  /** Whether the next request may not be made; counts none. */
  isSpent(who: string): boolean {
    return this.#buckets.has(who) && this.#filled(who).left < 1;
  }

  /** Seconds after which someone who has spent all may make one more request. */
  get pause(): number {
    return Math.ceil(1 / this.perSecond);
  }

  #filled(who: string): Bucket {
    const at = this.#now();
    const bucket = this.#buckets.get(who) ?? { left: this.#burst, at };
    bucket.left = Math.min(this.#burst, bucket.left + ((at - bucket.at) / 1000) * this.perSecond);
    bucket.at = at;
    if (this.#buckets.size >= mostBuckets && !this.#buckets.has(who)) this.#forget(at);
    this.#buckets.set(who, bucket);
    return bucket;
  }

  #forget(now: number): void {
    for (const [who, { left, at }] of this.#buckets)
      if (left + ((now - at) / 1000) * this.perSecond >= this.#burst) this.#buckets.delete(who);
    // All in use: the oldest goes, or addresses without end would fill the memory.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= mostBuckets && oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** Answers what is more than a user may ask with 429 and Retry-After. */
export function limitRate(rate: RateLimit): RequestHandler {
  return (request, _response, next) => next(rate.admits(userOf(request)) ? undefined : tooOften(rate));
}

/** The answer to a request that is one too many. */
export function tooOften(rate: RateLimit): ApiError {
  return new ApiError(
    429,
    "rate_limited",
    `More than ${rate.perSecond} requests a second came from this user.`,
    { remedy: "Wait a second, then go on more slowly." },
    { "Retry-After": "1" },
  );
}
