import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkDigest } from "./check-digest.ts";

const body = new TextEncoder().encode('{"hello": "world"}');
const right = createHash("sha256").update(body).digest("base64");
const check = (headers: Record<string, string>) => checkDigest({ headers }, body);

describe("checkDigest", () => {
  it("takes a body without a digest, with its own, and with one of an algorithm that it does not know", async () => {
    for (const headers of [
      {},
      { "content-digest": `sha-256=:${right}:` },
      { "repr-digest": `md5=:AAAA:, sha-256=:${right}:` },
      { "content-digest": "md5=:AAAA:" },
    ])
      await expect(check(headers)).resolves.toBeUndefined();
  });

  it("refuses a body that was changed", async () => {
    const other = `${right[0] === "A" ? "B" : "A"}${right.slice(1)}`;
    for (const name of ["content-digest", "repr-digest"])
      await expect(check({ [name]: `sha-256=:${other}:` })).rejects.toMatchObject({
        status: 422,
        code: "hash_mismatch",
      });
  });

  it("lets others have a turn while it hashes a large body", async () => {
    const large = new Uint8Array(20_000_000);
    const digest = createHash("sha256").update(large).digest("base64");
    let turns = 0;
    const others = () => void (turns++ < 1000 && setImmediate(others));
    others();
    await checkDigest({ headers: { "content-digest": `sha-256=:${digest}:` } }, large);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it("refuses a digest that it cannot read, and one of a compressed body", async () => {
    for (const headers of [
      { "content-digest": `sha-256=${right}` },
      { "content-digest": "sha-256=:short:" },
      { "content-digest": `sha-256=:${right}:`, "content-encoding": "gzip" },
    ])
      await expect(check(headers)).rejects.toMatchObject({ status: 400, code: "digest_invalid" });
  });
});
