import type { RequestHandler } from "express";
import { ApiError } from "../problem.ts";
import { userOf } from "./entrance.ts";

/** Requests that a user may still make at once, and when that was counted. */
interface Bucket {
  left: number;
  at: number;
}

/**
 * Lets each user make `perSecond` requests a second in the long run and `burst` at once. By user and not by address:
 * behind a proxy all come from one.
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

  /** Counts one request; whether the user may make it. */
  admits(user: string): boolean {
    const at = this.#now();
    const bucket = this.#buckets.get(user) ?? { left: this.#burst, at };
    bucket.left = Math.min(this.#burst, bucket.left + ((at - bucket.at) / 1000) * this.perSecond);
    bucket.at = at;
    this.#buckets.set(user, bucket);
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }
}

/** Answers what is more than a user may ask with 429 and Retry-After. */
export function limitRate(rate: RateLimit): RequestHandler {
  return (request, _response, next) => {
    if (rate.admits(userOf(request))) return next();
    next(
      new ApiError(
        429,
        "rate_limited",
        `More than ${rate.perSecond} requests a second came from this user.`,
        { remedy: "Wait a second, then go on more slowly." },
        { "Retry-After": "1" },
      ),
    );
  };
}
