import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkDigest } from "./check-digest.ts";

const body = new TextEncoder().encode('{"hello": "world"}');
const right = createHash("sha256").update(body).digest("base64");
const check = (headers: Record<string, string>) => checkDigest({ headers }, body);

describe("checkDigest", () => {
  it("takes a body without a digest, with its own, and with one of an algorithm that it does not know", () => {
    for (const headers of [
      {},
      { "content-digest": `sha-256=:${right}:` },
      { "repr-digest": `md5=:AAAA:, sha-256=:${right}:` },
      { "content-digest": "md5=:AAAA:" },
    ])
      expect(() => check(headers)).not.toThrow();
  });

  it("refuses a body that was changed", () => {
    const other = `${right[0] === "A" ? "B" : "A"}${right.slice(1)}`;
    for (const name of ["content-digest", "repr-digest"])
      expect(() => check({ [name]: `sha-256=:${other}:` })).toThrow(
        expect.objectContaining({ status: 422, code: "hash_mismatch" }),
      );
  });

  it("refuses a digest that it cannot read, and one of a compressed body", () => {
    for (const headers of [
      { "content-digest": `sha-256=${right}` },
      { "content-digest": "sha-256=:short:" },
      { "content-digest": `sha-256=:${right}:`, "content-encoding": "gzip" },
    ])
      expect(() => check(headers)).toThrow(expect.objectContaining({ status: 400, code: "digest_invalid" }));
  });
});
