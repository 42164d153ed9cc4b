import { expect, test } from "vitest";
import { embeddingOf, smallContext } from "../testing/run-node.ts";
import { nearest } from "./nearest.ts";

test("names the concepts closest by angle, the closest first, with their cosines", async () => {
  const { context } = await smallContext();
  const [found] = await nearest.execute([{ embedding: embeddingOf([0, 6, 2, 6]), count: 2 }], context);
  expect(found!.label).toBe("green");
  expect(found!.table.rows.map(({ label }) => label)).toEqual(["green", "blue"]);
  expect(found!.table.rows[0]!.values[0]).toBeCloseTo(12 / Math.sqrt(2 * 76), 6);
});

test("an embedding of another space has no neighbours here", async () => {
  const { context } = await smallContext();
  const embedding = embeddingOf([1, 0, 0, 1], "image", "other");
  await expect(nearest.execute([{ embedding, count: 1 }], context)).rejects.toMatchObject({
    code: "space_mismatch",
    message: expect.stringContaining('"other", expected "small"'),
  });
});
