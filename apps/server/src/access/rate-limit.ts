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

  /**
   * Counts one request, or `count` of what is limited; whether it may be made. One that takes more than is left is
   * made and owes the rest.
   */
  admits(who: string, count = 1): boolean {
    const bucket = this.#filled(who);
    if (bucket.left < 1) return false;
    bucket.left -= count;
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

/** Answers a body with 429 and Retry-After when its user has sent more bytes than they may. */
export function limitBytes(rate: RateLimit): RequestHandler {
  return (request, _response, next) => {
    const declared = Number(request.headers["content-length"] ?? 0);
    const chunked = request.headers["transfer-encoding"] === undefined ? 0 : undeclared;
    const bytes = Math.max(Number.isSafeInteger(declared) ? declared : 0, chunked);
    if (bytes === 0 || rate.admits(userOf(request), bytes)) return next();
    next(
      new ApiError(
        429,
        "rate_limited",
        `More than ${Math.round(rate.perSecond / 1e6)} MB a second came from this user.`,
        { remedy: "Wait some seconds, then go on more slowly." },
        { "Retry-After": "2" },
      ),
    );
  };
}

/** What a body counts as that does not say how long it is. */
const undeclared = 1_000_000;
