import { createHash, randomBytes } from "node:crypto";
import type { SessionRow, SessionStore } from "./session-store.ts";

export interface SessionLimits {
  /** Milliseconds without a request after which a session ends. */
  readonly idle: number;
  /** Milliseconds after which it ends in any case. */
  readonly age: number;
}

/** A session as a request finds it. */
export interface Session {
  readonly key: string;
  readonly user: string;
  /** When it ends at the latest, in milliseconds since 1970. */
  readonly until: number;
}

/** Sessions of one user; the one that was used longest ago makes room. */
const mostPerUser = 100;
/** Milliseconds between two notes of when a session was used. */
const noteEvery = 60_000;

/** Browsers that are signed in. The id, 256 random bits, is in the cookie; this keeps its hash. */
export class Sessions {
  readonly limits: SessionLimits;
  readonly #store: SessionStore;
  readonly #now: () => number;
  readonly #rows = new Map<string, SessionRow>();
  readonly #listeners = new Set<(key: string) => void>();

  /**
   * @param tokens digests of the tokens that are valid now: a session that another one began has ended
   * @param now milliseconds since 1970
   */
  constructor(store: SessionStore, tokens: readonly string[], limits: SessionLimits, now = Date.now) {
    this.#store = store;
    this.limits = limits;
    this.#now = now;
    for (const row of store.all()) this.#rows.set(row.key, row);
    const gone = [...this.#rows.values()].filter((row) => !tokens.includes(row.token) || this.#isOver(row));
    for (const { key } of gone) this.#rows.delete(key);
    try {
      for (const { key } of gone) store.remove(key);
    } catch {
      // The disk is full: the next start finds them as unusable as this one.
    }
  }

  /** Begins a session and returns its id. Throws when it cannot be stored. */
  begin(user: string, token: string): string {
    const id = randomBytes(32).toString("base64url");
    const now = this.#now();
    const row = { key: keyOf(id), user, token, begun: now, used: now };
    this.#store.put(row);
    this.#rows.set(row.key, row);
    const own = [...this.#rows.values()].filter((one) => one.user === user);
    for (const { key } of own.toSorted((a, b) => b.used - a.used).slice(mostPerUser)) this.end(key);
    return id;
  }

  /** The session of an id, which is in use from now on; `undefined` where it has ended. */
  find(id: string): Session | undefined {
    const row = this.#rows.get(keyOf(id));
    if (row === undefined) return undefined;
    if (this.#isOver(row)) {
      this.end(row.key);
      return undefined;
    }
    this.#use(row);
    return { key: row.key, user: row.user, until: row.begun + this.limits.age };
  }

  /** Ends a session. Throws when that cannot be stored: it would be back after a restart. */
  end(key: string): void {
    if (!this.#rows.delete(key)) return;
    for (const listener of this.#listeners) listener(key);
    this.#store.remove(key);
  }

  /** Ends the sessions whose time is over. */
  prune(): void {
    for (const row of this.#rows.values()) if (this.#isOver(row)) this.end(row.key);
  }

  /** Calls `listener` with the key of each session that ends from now on. */
  onEnd(listener: (key: string) => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#store.close();
  }

  #isOver({ begun, used }: SessionRow): boolean {
    const now = this.#now();
    return now >= begun + this.limits.age || now >= used + this.limits.idle;
  }

  #use(row: SessionRow): void {
    const now = this.#now();
    if (now - row.used < Math.min(noteEvery, this.limits.idle / 10)) return;
    const used = { ...row, used: now };
    this.#rows.set(row.key, used);
    try {
      this.#store.put(used);
    } catch {
      // The disk is full: after a restart the session may end sooner.
    }
  }
}

const keyOf = (id: string) => createHash("sha256").update(id).digest("base64url");
