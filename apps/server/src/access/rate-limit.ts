import type { RequestHandler } from "express";
import { ApiError } from "../problem.ts";
import { userOf } from "./entrance.ts";

/** Tokens that a user has left, and when they were counted. */
interface Bucket {
  left: number;
  at: number;
}

/**
 * Lets each user make `perSecond` requests a second in the long run and `burst` at once; what is more gets 429 with
 * Retry-After. By user and not by address: behind a proxy all come from one.
 *
 * @param now milliseconds of a clock that does not go backwards
 */
export function limitRate(perSecond: number, burst: number, now = () => performance.now()): RequestHandler {
  const buckets = new Map<string, Bucket>();
  return (request, _response, next) => {
    const user = userOf(request);
    const at = now();
    const bucket = buckets.get(user) ?? { left: burst, at };
    bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    buckets.set(user, bucket);
    if (bucket.left >= 1) {
      bucket.left--;
      return next();
    }
    next(
      new ApiError(
        429,
        "rate_limited",
        `More than ${perSecond} requests a second came from this user.`,
        { remedy: "Wait a second, then go on more slowly." },
        { "Retry-After": "1" },
      ),
    );
  };
}
