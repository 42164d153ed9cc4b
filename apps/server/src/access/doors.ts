import { join } from "node:path";
import { AllowList } from "./allow-list.ts";
import { BasePath } from "./base-path.ts";
import { Entrance } from "./entrance.ts";
import { reachableName } from "./host-name.ts";
import { Proxies } from "./proxies.ts";
import { RateLimit } from "./rate-limit.ts";
import { PrivateCookie } from "./session-cookie.ts";
import { SessionStore } from "./session-store.ts";
import { Sessions } from "./sessions.ts";
import { type SignInOptions, signInPath } from "./sign-in.ts";
import { readToken, Token } from "./token.ts";
import type { User } from "./users-file.ts";

/** Milliseconds between two looks at which sessions are over. */
const pruneEvery = 30_000;
const hour = 3_600_000;

/** Where people reach the server and who may come in. */
export interface Doors {
  /** The address to open, with the token on a server that knows no users. */
  readonly url: string;
  readonly allowed: AllowList;
  readonly base: BasePath;
  readonly proxies: Proxies;
  /** `undefined` when everyone on this machine may come in. */
  readonly entrance: Entrance | undefined;
  readonly signIn: Pick<SignInOptions, "proxies" | "attempts" | "ticket">;
  close(): void;
}

/** What of the options is about who may come in. */
interface DoorOptions {
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly basePath: string;
  readonly trustProxy: readonly string[];
  readonly secureCookies: boolean;
  readonly sessionIdle: number;
  readonly sessionAge: number;
  readonly token: boolean;
}

/** What the server knows once it listens. */
interface DoorPlace {
  readonly port: number;
  /** The address that the system chose for the host. */
  readonly bound: string;
  /** The data folder. */
  readonly data: string;
  readonly users: readonly User[];
  /** Wrong tokens that may come from one network address at once, and a minute. */
  readonly signIns: number;
}

export function openDoors(options: DoorOptions, { port, bound, data, users, signIns }: DoorPlace): Doors {
  const name = reachableName(options.host, bound);
  const base = new BasePath(options.basePath);
  const proxies = new Proxies(options.trustProxy);
  const own = options.token && users.length === 0 ? new Token(readToken(data)) : undefined;
  const guests = [
    ...users.map(({ name, token }) => ({ user: name, token: new Token(token) })),
    ...(own === undefined ? [] : [{ user: "", token: own }]),
  ];
  const cookies = { port, base, proxies, secure: options.secureCookies };
  const sessions = new Sessions(
    new SessionStore(join(data, "sessions.db")),
    guests.map(({ token }) => token.digest),
    { idle: options.sessionIdle * hour, age: options.sessionAge * hour },
  );
  const pruning = setInterval(() => endOldSessions(sessions), pruneEvery).unref();
  const query = own === undefined ? "" : `?token=${own.value}`;
  return {
    url: `http://${name}:${port}${base.of("/")}${query}`,
    allowed: new AllowList(port, [...options.allowHost, `${name}:${port}`]),
    base,
    proxies,
    entrance: guests.length === 0 ? undefined : new Entrance(guests, sessions, new PrivateCookie(cookies)),
    signIn: {
      proxies,
      attempts: new RateLimit(signIns / 60, signIns),
      ticket: new PrivateCookie(cookies, "-ticket", signInPath),
    },
    close() {
      clearInterval(pruning);
      sessions.close();
    },
  };
}

function endOldSessions(sessions: Sessions): void {
  try {
    sessions.prune();
  } catch (error) {
    console.error(`Sessions that are over cannot be removed (${(error as Error).message}).`);
  }
}
