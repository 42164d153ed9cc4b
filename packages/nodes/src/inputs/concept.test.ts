import { expect, test } from "vitest";
import { smallContext, valuesOf } from "../testing/run-node.ts";
import { concept } from "./concept.ts";

test("gives the embedding of a concept of the pack's table, whatever the case of its name", async () => {
  const { context } = await smallContext();
  const made = await concept.execute([{ label: " Green" }, { label: "red" }], context);
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [0, 1, 0, 1],
    [1, 0, 0, 1],
  ]);
  expect(made[0]!.embedding.space.modality).toBe("image");
});

test("a name that the table does not have is answered with names like it", async () => {
  const { context } = await smallContext();
  await expect(concept.execute([{ label: "greem" }], context)).rejects.toMatchObject({
    code: "concept_missing",
    message: expect.stringContaining('most like it are "green"'),
  });
});
