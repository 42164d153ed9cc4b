import type { IncomingMessage } from "node:http";
import { sha256InSlices } from "@unclip/host/node";
import { ApiError } from "../problem.ts";

/**
 * Holds a body against the sha-256 that its sender gave in `Content-Digest` or `Repr-Digest` (RFC 9530), where there is
 * one. Throws 422 `hash_mismatch`, or 400 `digest_invalid` for one that cannot be read or is of a compressed body.
 */
export async function checkDigest(
  request: Pick<IncomingMessage, "headers">,
  body: Uint8Array,
): Promise<void> {
  for (const name of ["content-digest", "repr-digest"]) {
    const header = request.headers[name];
    if (typeof header !== "string" || !header.includes("sha-256")) continue;
    const given = /(?:^|[, ])sha-256=:([A-Za-z0-9+/]{43}=):(?:$|[, ;])/.exec(header)?.[1];
    const coding = request.headers["content-encoding"] ?? "identity";
    if (given === undefined || coding !== "identity")
      throw new ApiError(
        400,
        "digest_invalid",
        `The ${name} is not sha-256=:BASE64: of a body that is sent as it is, without Content-Encoding.`,
      );
    const found = await sha256InSlices(body, "base64");
    if (found !== given)
      throw new ApiError(
        422,
        "hash_mismatch",
        `The body has the sha-256 ${found}, and ${name} says ${given}: it was changed on its way.`,
        { remedy: "Send it again." },
      );
  }
}
