import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../start-error.ts";

/** A secret that signs a user in. It stays the same for a data folder, so that scripts go on after a restart. */
export class Token {
  readonly value: string;
  /** Says which token a session was begun with; the token cannot be computed from it. */
  readonly digest: string;

  constructor(value: string) {
    this.value = value;
    this.digest = createHmac("sha256", value).update("session").digest("base64url");
  }

  /** Whether `given` is the token; takes as long for a wrong one. */
  matches(given: string): boolean {
    // Equal lengths for the comparison, whatever was sent.
    const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
    return timingSafeEqual(digest(given), digest(this.value));
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
