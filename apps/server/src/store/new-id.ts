import { randomBytes } from "node:crypto";

/** An id that nobody can guess and that sorts by time: milliseconds in base 36, then 80 random bits. */
export function newId(): string {
  const random = BigInt(`0x${randomBytes(10).toString("hex")}`).toString(36);
  return Date.now().toString(36).padStart(9, "0") + random.padStart(16, "0");
}
