import type { RequestHandler } from "express";
import { ApiError } from "../problem.ts";
import type { AllowList } from "./allow-list.ts";
import type { BasePath } from "./base-path.ts";
import { bearerOf, type Entrance } from "./entrance.ts";
import { challenge, opensPage, signInAddress } from "./sign-in.ts";

/** Refuses foreign hosts and origins: the first handler of all. */
export function refuseForeign(allowed: AllowList): RequestHandler {
  return (request, _response, next) => {
    const refusal = allowed.refuse(request);
    if (refusal === undefined) next();
    else next(new ApiError(refusal.status, refusal.code, refusal.detail));
  };
}

/** Lets in requests with a session or a token. A person who opens a page is sent to the sign-in page. */
export function requireToken(entrance: Entrance, base: BasePath): RequestHandler {
  return (request, response, next) => {
    if (entrance.admit(request)) return next();
    if (opensPage(request) && !request.path.startsWith("/api/")) {
      response.set({ "Cache-Control": "no-store", Vary: "Accept, Cookie, Sec-Fetch-Dest" });
      return response.redirect(303, signInAddress(base, request.url));
    }
    next(tokenMissing(bearerOf(request) !== undefined));
  };
}

/** The answer to a request without a session or a valid token. @param wrong whether it has a token */
export function tokenMissing(wrong: boolean): ApiError {
  return new ApiError(
    401,
    "token_missing",
    "This server asks for the token that it printed when it started.",
    {
      remedy:
        "Sign in at /sign-in, open the address from the terminal (…/?token=…), or send the header Authorization: Bearer TOKEN.",
    },
    { "WWW-Authenticate": challenge(wrong) },
  );
}
