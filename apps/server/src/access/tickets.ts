import { randomBytes } from "node:crypto";
import type { Guest } from "./entrance.ts";

/** Seconds that someone has to say that they are the user whom a link signs in. */
export const ticketSeconds = 300;
const most = 1000;

/**
 * Tokens that came in a link and wait for the person to confirm whom they sign in. The page gets a ticket in a cookie, so
 * that the token is in no address and no page.
 */
export class Tickets {
  readonly #now: () => number;
  readonly #waiting = new Map<string, { readonly guest: Guest; readonly until: number }>();

  /** @param now milliseconds of a clock that does not go backwards */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  give(guest: Guest): string {
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= most && oldest !== undefined) this.#waiting.delete(oldest);
    const id = randomBytes(16).toString("base64url");
    this.#waiting.set(id, { guest, until: this.#now() + ticketSeconds * 1000 });
    return id;
  }

  /** The guest of a ticket that is still good. */
  find(ids: readonly string[]): Guest | undefined {
    for (const id of ids) {
      const ticket = this.#waiting.get(id);
      if (ticket !== undefined && this.#now() < ticket.until) return ticket.guest;
      this.#waiting.delete(id);
    }
    return undefined;
  }

  /** Takes tickets back: each is good for one session. */
  take(ids: readonly string[]): void {
    for (const id of ids) this.#waiting.delete(id);
  }
}
