import { expect, test } from "vitest";
import { embeddingOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { textDiff } from "./text-diff.ts";

const image = embeddingOf([0, 0, 0, 2]);
const [from, to] = [embeddingOf([1, 0, 0, 1], "text"), embeddingOf([0, 1, 0, 1], "text")];

const root = Number(Math.SQRT2.toFixed(4));

test("turns the image embedding to the difference of two captions, as long as it was, in its space", async () => {
  const { context } = await smallContext();
  const made = await textDiff.execute(
    [0, 0.5, 1].map((theta) => ({ image, from, to, theta })),
    context,
  );
  // The difference [−1, 1, 0, 0] is at a right angle to the image embedding.
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [0, 0, 0, 2],
    [-1, 1, 0, root],
    [-root, root, 0, 0],
  ]);
  expect(made[1]!.embedding.space).toEqual(image.space);
  // z_d, of length 1 and a text's.
  expect(valuesOf(made[0]!.direction.vector)).toEqual(
    [-root / 2, root / 2, 0, 0].map((x) => Number(x.toFixed(4))),
  );
  expect(made[0]!.direction.space).toEqual({ ...image.space, modality: "text" });
});

test("without a start it leaves from the empty caption, which is [0, 0, 0, 1] here", async () => {
  const { context } = await smallContext();
  const [made] = await textDiff.execute([{ image, from: undefined, to, theta: 1 }], context);
  expect(valuesOf(made!.embedding.vector)).toEqual([0, 2, 0, 0]);
});

test("refuses equal captions, and embeddings of two spaces", async () => {
  const { context } = await smallContext();
  await expect(textDiff.execute([{ image, from: to, to, theta: 0.25 }], context)).rejects.toMatchObject({
    code: "zero-vector",
  });
  const stranger = embeddingOf([1, 0, 0, 1], "text", "other");
  await expect(textDiff.execute([{ image, from, to: stranger, theta: 0.25 }], context)).rejects.toMatchObject(
    {
      code: "space_mismatch",
    },
  );
});
