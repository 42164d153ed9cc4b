import { createHash } from "node:crypto";

/** Bytes that are hashed in one turn of the event loop: some milliseconds. */
const slice = 4_000_000;

/** sha256 of bytes of any length. Lets others have a turn meanwhile: an animation may have a hundred megabytes. */
export async function sha256InSlices(bytes: Uint8Array, encoding: "hex" | "base64" = "hex"): Promise<string> {
  const hash = createHash("sha256");
  for (let from = 0; from < bytes.length; from += slice) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    hash.update(bytes.subarray(from, from + slice));
  }
  return hash.digest(encoding);
}
