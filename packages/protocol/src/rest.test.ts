import { describe, expect, it } from "vitest";
import { graphNameSchema, saveGraphRequestSchema } from "./graphs.ts";
import { assetIdSchema, problemSchema, runIdSchema, runRecordSchema, runRequestSchema } from "./rest.ts";

const record = {
  id: "0mwtnk4610246r88mzevxy6ml",
  status: "done",
  title: "Text to image",
  createdAt: "2026-11-23T19:00:00.000Z",
  finishedAt: null,
  ahead: 0,
};

describe("the REST schemas", () => {
  it("take ids that can stand in an address, and nothing that could be a path", () => {
    expect(assetIdSchema.safeParse("0".repeat(64)).success).toBe(true);
    expect(runIdSchema.safeParse(record.id).success).toBe(true);
    for (const id of [
      "",
      "..",
      "../x",
      "%00",
      "A".repeat(64),
      `${"0".repeat(64)}\n`,
      "a/b",
      "0".repeat(63),
    ]) {
      expect([id, assetIdSchema.safeParse(id).success]).toEqual([id, false]);
      if (id.length < 20) expect([id, runIdSchema.safeParse(id).success]).toEqual([id, false]);
    }
  });

  it("take names of saved graphs in any script, and no control characters or half characters", () => {
    for (const name of ["a", "ハートの絵", "100 % \u{1f49a}", "x".repeat(200)])
      expect([name, graphNameSchema.safeParse(name).success]).toEqual([name, true]);
    for (const name of ["", "a\nb", "a\u0000", "\ud83d", "x".repeat(201)])
      expect([name, graphNameSchema.safeParse(name).success]).toEqual([name, false]);
    expect(saveGraphRequestSchema.safeParse({ graph: {}, base: "0".repeat(64) }).success).toBe(true);
    expect(saveGraphRequestSchema.safeParse({ graph: {}, owner: "ann" }).success).toBe(false);
  });

  it("refuse what they do not know", () => {
    expect(runRecordSchema.safeParse(record).success).toBe(true);
    expect(
      runRecordSchema.safeParse({ ...record, error: { code: "runner_crashed", message: "…" } }).success,
    ).toBe(true);
    expect(runRecordSchema.safeParse({ ...record, owner: 1 }).success).toBe(false);
    expect(runRequestSchema.safeParse({ graph: {}, targets: [] }).success).toBe(false);
    expect(runRequestSchema.safeParse({ graph: {}, color: 1 }).success).toBe(false);
    expect(problemSchema.safeParse({ status: 400, code: "x" }).success).toBe(false);
  });
});
