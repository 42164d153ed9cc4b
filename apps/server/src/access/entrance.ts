import type { IncomingMessage } from "node:http";
import type { Token } from "./token.ts";

/** Someone whom the server lets in. */
export interface Guest {
  /** `""` on a server that knows no users: everyone who comes in is the same person. */
  readonly user: string;
  readonly token: Token;
}

const recognized = new WeakMap<IncomingMessage, string>();

/** Whose request it is, once {@link Entrance.admit} let it in; `""` where the server knows no users. */
export function userOf(request: IncomingMessage): string {
  return recognized.get(request) ?? "";
}

/** Who may come in: one person with the token of the data folder, or the users of a file with a token each. */
export class Entrance {
  readonly #guests: readonly Guest[];

  constructor(guests: readonly Guest[]) {
    this.#guests = guests;
  }

  /** The guest whose token this is. Every token is compared, so that the time tells nothing. */
  find(token: string): Guest | undefined {
    return this.#guests.filter((guest) => guest.token.matches(token))[0];
  }

  /** Whether a request carries someone's cookie or token; from then on {@link userOf} says whose. */
  admit(request: IncomingMessage): boolean {
    const [guest] = this.#guests.filter(({ token }) => token.admits(request));
    if (guest !== undefined) recognized.set(request, guest.user);
    return guest !== undefined;
  }
}
