import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { readBody } from "../body/read-body.ts";
import { ApiError } from "../problem.ts";
import type { BasePath } from "./base-path.ts";
import type { Entrance, Guest } from "./entrance.ts";
import { isLoopback, networkOf, parseHost } from "./host-name.ts";
import type { Proxies } from "./proxies.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { PrivateCookie } from "./session-cookie.ts";
import { type SignInState, signInHeaders, signInPage } from "./sign-in-page.ts";
import { lookOf } from "./sign-in-words.ts";
import { Tickets, ticketSeconds } from "./tickets.ts";
import { wantedPath } from "./wanted-path.ts";

export interface SignInOptions {
  readonly entrance: Entrance;
  readonly base: BasePath;
  readonly proxies: Proxies;
  /** Whether each of several users has a token. */
  readonly users: boolean;
  /** Wrong tokens that may come from one network. */
  readonly attempts: RateLimit;
  /** Remembers, for the sign-in page alone, whom a link signs in. */
  readonly ticket: PrivateCookie;
}

/** The server's own path of the page. */
export const signInPath = "/sign-in";

const formSchema = z.union([
  z.strictObject({ ticket: z.literal("yes") }),
  z.strictObject({ token: z.string().max(2000) }),
]);

/** Answers `/sign-in` and exchanges `/?token=…` for a session; other requests go on. */
export function signIn(options: SignInOptions): RequestHandler {
  const tickets = new Tickets();
  return async (request, response, next) => {
    const reads = request.method === "GET" || request.method === "HEAD";
    if (request.path === signInPath && reads) return show(options, tickets, request, response);
    if (request.path === signInPath && request.method === "POST")
      return receive(options, tickets, request, response);
    if (request.path === signInPath)
      throw new ApiError(
        405,
        "method_unknown",
        `${signInPath} knows GET and POST.`,
        {},
        { Allow: "GET, POST" },
      );
    const given = request.query.token;
    if (request.path === "/" && request.method === "GET" && typeof given === "string")
      return exchange(options, tickets, given, request, response, next);
    next();
  };
}

/** Whether a request is a person's who opens an address in a browser, and not a script's or a page's. */
export function opensPage(request: Request): boolean {
  const destination = request.headers["sec-fetch-dest"];
  return (
    (request.method === "GET" || request.method === "HEAD") &&
    (destination === undefined || destination === "document") &&
    /\btext\/html\b/.test(request.headers.accept ?? "")
  );
}

/** The public address of the sign-in page. @param wanted the server's own path to go to then, with its query */
export function signInAddress(base: BasePath, wanted: string, flag?: "wrong"): string {
  const target = wantedPath(base.of(wanted), base);
  const query = new URLSearchParams();
  if (target !== base.of("/")) query.set("next", target);
  if (flag !== undefined) query.set(flag, "");
  return base.of(signInPath) + (query.size > 0 ? `?${query}` : "");
}

/** The address with the token becomes a session and an address without it, before a browser has it in its history. */
function exchange(
  { entrance, base, users, attempts, ticket, proxies }: SignInOptions,
  tickets: Tickets,
  given: string,
  request: Request,
  response: Response,
  next: (error?: unknown) => void,
) {
  const network = networkOf(proxies.clientOf(request));
  const wanted = wantedPath(base.of(request.url), base);
  response.set("Cache-Control", "no-store");
  if (attempts.isSpent(network)) return next(tooManyAttempts(attempts));
  const guest = entrance.find(given);
  if (guest === undefined) {
    attempts.admits(network);
    if (entrance.admit(request)) return response.redirect(303, wanted);
    if (!opensPage(request)) return next();
    return response.redirect(303, signInAddress(base, request.url, "wrong"));
  }
  if (users && !isOwnWish(request)) {
    const id = tickets.give(guest);
    response.append("Set-Cookie", ticket.set(request, id, ticketSeconds));
    return response.redirect(303, signInAddress(base, request.url));
  }
  response.append("Set-Cookie", entrance.signIn(request, guest)).redirect(303, wanted);
}

/**
 * Whether a person opened the address and no other site did, which could sign them in as someone else (login CSRF). Over
 * plain http to another machine browsers do not say.
 */
function isOwnWish({ headers }: Request): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "none" || site === "same-origin";
  return isLoopback(parseHost(headers.host ?? "")?.name ?? "");
}

function show(options: SignInOptions, tickets: Tickets, request: Request, response: Response) {
  const { entrance, base, users, ticket } = options;
  const next = wantedPath(request.query.next, base);
  const guest = request.query.other === undefined ? tickets.find(ticket.read(request)) : undefined;
  if (guest !== undefined) {
    const other = `${base.of(signInPath)}?${new URLSearchParams({ next, other: "" })}`;
    return send(request, response, 200, { users, confirm: { user: guest.user, other } });
  }
  if (entrance.admit(request)) return response.redirect(303, next);
  const wrong = request.query.wrong !== undefined;
  send(request, response, 200, { users, ...(wrong && { failure: "wrong" }) });
}

async function receive(
  options: SignInOptions,
  tickets: Tickets,
  request: Request,
  response: Response,
): Promise<void> {
  const { entrance, base, users, attempts, ticket, proxies } = options;
  const types = ["application/x-www-form-urlencoded"];
  const body = await readBody(request, response, { types, limit: 10_000 });
  const form = formSchema.safeParse(Object.fromEntries(new URLSearchParams(body.toString())));
  if (!form.success) throw new ApiError(400, "form_invalid", "Expected a form with one field, token.");
  const network = networkOf(proxies.clientOf(request));
  if (attempts.isSpent(network)) {
    response.set("Retry-After", String(attempts.pause));
    return send(request, response, 429, { users, failure: { wait: attempts.pause } });
  }
  const held = ticket.read(request);
  const guest: Guest | undefined =
    "ticket" in form.data ? tickets.find(held) : entrance.find(tokenIn(form.data.token));
  if (guest === undefined) {
    // A ticket that is over is nobody's guess.
    if ("token" in form.data) attempts.admits(network);
    response.set("WWW-Authenticate", challenge(true));
    return send(request, response, 401, { users, failure: "wrong" });
  }
  tickets.take(held);
  response.append("Set-Cookie", entrance.signIn(request, guest));
  if (held.length > 0) response.append("Set-Cookie", ticket.set(request, "", 0));
  response.set("Cache-Control", "no-store").redirect(303, wantedPath(request.query.next, base));
}

/** People paste the whole address that the server printed as well. */
function tokenIn(text: string): string {
  const trimmed = text.trim();
  const at = trimmed.indexOf("token=");
  return at < 0 ? trimmed : (trimmed.slice(at + "token=".length).split(/[&#\s]/)[0] ?? "");
}

function send(request: Request, response: Response, status: number, state: SignInState): void {
  response
    .status(status)
    .set(signInHeaders)
    .type("html")
    .send(signInPage(lookOf(request), state));
}

/** The `WWW-Authenticate` of a 401 (RFC 6750 §3). @param wrong whether a token was sent */
export function challenge(wrong: boolean): string {
  return `Bearer realm="unCLIP Studio"${wrong ? ', error="invalid_token"' : ""}`;
}

function tooManyAttempts(attempts: RateLimit): ApiError {
  return new ApiError(
    429,
    "rate_limited",
    "Too many wrong tokens came from this address.",
    { remedy: `Try again in ${attempts.pause} seconds.` },
    { "Retry-After": String(attempts.pause) },
  );
}
