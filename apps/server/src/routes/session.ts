import { type SessionState, sessionStateSchema } from "@unclip/protocol";
import { sessionOf, userOf } from "../access/entrance.ts";
import type { Services } from "../services.ts";
import type { Route } from "./route.ts";

export function sessionRoutes(services: Services): Route[] {
  return [read(services), end(services)];
}

function read({ entrance, users }: Services): Route {
  return {
    method: "get",
    path: "/session",
    summary: "Who makes the request.",
    replies: { 200: { about: "The user and what let the request in.", schema: sessionStateSchema } },
    handle(request, response) {
      const session = sessionOf(request);
      const state: SessionState = {
        by: entrance === undefined ? "nothing" : session === undefined ? "token" : "session",
        user: users ? userOf(request) : null,
        expiresAt: session === undefined ? null : new Date(session.until).toISOString(),
      };
      response.json(state);
    },
  };
}

function end({ entrance }: Services): Route {
  return {
    method: "delete",
    path: "/session",
    summary: "Sign out: ends the session that made the request, and its live connections.",
    replies: { 204: { about: "The session has ended; a request with a token has none to end." } },
    handle(request, response) {
      if (entrance !== undefined) response.append("Set-Cookie", entrance.signOut(request));
      response.status(204).end();
    },
  };
}
