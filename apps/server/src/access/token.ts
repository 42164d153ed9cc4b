import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { StartError } from "../start-error.ts";

/**
 * The secret that lets a person in: printed at start as part of the address, exchanged for a cookie. It stays the
 * same for a data folder, so that open pages go on after a restart.
 */
export class Token {
  readonly value: string;
  /** Cookies are not separated by port, so two servers on one machine need two names. */
  readonly cookie: string;
  readonly #session: string;

  constructor(value: string, port: number) {
    this.value = value;
    this.cookie = `unclip-${port}`;
    // The cookie is not the token: one that leaks from a browser's store does not give the address away.
    this.#session = createHmac("sha256", value).update("session").digest("base64url");
  }

  /** Whether `given` is the token; takes as long for a wrong one. */
  matches(given: string): boolean {
    return same(given, this.value);
  }

  /** The `Set-Cookie` header for someone who showed the token. */
  get setCookie(): string {
    return `${this.cookie}=${this.#session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`;
  }

  /** Whether a request carries the cookie, or the token as `Authorization: Bearer`. */
  admits(request: IncomingMessage): boolean {
    const bearer = /^Bearer ([A-Za-z0-9_-]+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (bearer !== undefined) return this.matches(bearer);
    const cookies = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
    const prefix = `${this.cookie}=`;
    return cookies.some((pair) => pair.startsWith(prefix) && same(pair.slice(prefix.length), this.#session));
  }
}

/**
 * The token of a data folder, 256 random bits, made on first use in a file that its owner alone can read. Throws
 * {@link StartError} (78) when the file cannot be read or made.
 */
export function readToken(data: string): string {
  const file = join(data, "token");
  try {
    const token = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    if (/^[A-Za-z0-9_-]{43}$/.test(token)) return token;
    const made = randomBytes(32).toString("base64url");
    writeFileSync(file, `${made}\n`, { mode: 0o600 });
    return made;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(78, `Cannot use ${file} (${code}); make it readable and writable, or remove it.`, {
      cause: error,
    });
  }
}

function same(a: string, b: string): boolean {
  // Equal lengths for the comparison, whatever was sent.
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
