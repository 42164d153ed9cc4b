import type { IncomingMessage } from "node:http";
import type { PrivateCookie } from "./session-cookie.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { Token } from "./token.ts";

/** Someone whom the server lets in. */
export interface Guest {
  /** `""` on a server that knows no users: everyone who comes in is the same person. */
  readonly user: string;
  readonly token: Token;
}

interface Recognized {
  readonly user: string;
  /** `undefined` where the request carries the token itself. */
  readonly session: Session | undefined;
}

const recognized = new WeakMap<IncomingMessage, Recognized>();

/** Whose request it is, once {@link Entrance.admit} let it in; `""` where the server knows no users. */
export function userOf(request: IncomingMessage): string {
  return recognized.get(request)?.user ?? "";
}

/** The session that let a request in, if one did. */
export function sessionOf(request: IncomingMessage): Session | undefined {
  return recognized.get(request)?.session;
}

/** Who may come in: one person with the token of the data folder, or the users of a file with a token each. */
export class Entrance {
  readonly sessions: Sessions;
  readonly cookie: PrivateCookie;
  readonly #guests: readonly Guest[];

  constructor(guests: readonly Guest[], sessions: Sessions, cookie: PrivateCookie) {
    this.#guests = guests;
    this.sessions = sessions;
    this.cookie = cookie;
  }

  /** The guest whose token this is. Every token is compared, so that the time tells nothing. */
  find(token: string): Guest | undefined {
    return this.#guests.filter((guest) => guest.token.matches(token))[0];
  }

  /** Begins a session in place of the one that the request carries. Returns the `Set-Cookie` header. */
  signIn(request: IncomingMessage, { user, token }: Guest): string {
    for (const id of this.cookie.read(request)) {
      const before = this.sessions.find(id);
      if (before !== undefined) this.sessions.end(before.key);
    }
    const id = this.sessions.begin(user, token.digest);
    return this.cookie.set(request, id, this.sessions.limits.age / 1000);
  }

  /** Ends the session that let a request in. Returns the `Set-Cookie` header that removes the cookie. */
  signOut(request: IncomingMessage): string {
    const session = sessionOf(request);
    if (session !== undefined) this.sessions.end(session.key);
    return this.cookie.set(request, "", 0);
  }

  /** Whether a request carries someone's session or token; from then on {@link userOf} says whose. */
  admit(request: IncomingMessage): boolean {
    const bearer = bearerOf(request);
    if (bearer !== undefined) {
      const guest = this.find(bearer);
      if (guest !== undefined) recognized.set(request, { user: guest.user, session: undefined });
      return guest !== undefined;
    }
    for (const id of this.cookie.read(request)) {
      const session = this.sessions.find(id);
      if (session === undefined) continue;
      recognized.set(request, { user: session.user, session });
      return true;
    }
    return false;
  }
}

/** The token of `Authorization: Bearer`, in any letter case (RFC 9110 §11.1); `undefined` for another scheme. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(request.headers.authorization ?? "")?.[1];
}
