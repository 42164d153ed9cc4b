import type { RequestHandler } from "express";
import { ApiError } from "../problem.ts";
import type { AllowList } from "./allow-list.ts";
import type { Entrance } from "./entrance.ts";

/** Refuses foreign hosts and origins: the first handler of all. */
export function refuseForeign(allowed: AllowList): RequestHandler {
  return (request, _response, next) => {
    const refusal = allowed.refuse(request);
    if (refusal === undefined) next();
    else next(new ApiError(refusal.status, refusal.code, refusal.detail));
  };
}

/** Exchanges `/?token=…` for the cookie, and the address for one without the token. */
export function exchangeToken(entrance: Entrance): RequestHandler {
  return (request, response, next) => {
    const given = request.query.token;
    const asked = request.method === "GET" && request.path === "/" && typeof given === "string";
    const guest = asked ? entrance.find(given) : undefined;
    if (guest === undefined) return next();
    response.set("Set-Cookie", guest.token.setCookie).set("Cache-Control", "no-store").redirect(303, "/");
  };
}

/** Lets in who has the cookie or the token. */
export function requireToken(entrance: Entrance): RequestHandler {
  return (request, _response, next) => {
    if (entrance.admit(request)) return next();
    next(
      new ApiError(401, "token_missing", "This server asks for the token that it printed when it started.", {
        remedy:
          "Open the address from the terminal (…/?token=…), or send the header Authorization: Bearer TOKEN.",
      }),
    );
  };
}
