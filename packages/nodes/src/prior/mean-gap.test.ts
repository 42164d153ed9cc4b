import { openModel } from "@unclip/unclip";
import { expect, test } from "vitest";
import { embeddingOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { meanGap } from "./mean-gap.ts";

const text = embeddingOf([1, 0, 0, 1], "text");

test("adds the pack's mean gap, as much of it as asked, and gives image embeddings", async () => {
  const { context } = await smallContext();
  const made = await meanGap.execute(
    [1, 0, 0.5, 2].map((amount) => ({ text, amount })),
    context,
  );
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [1, 0, 0, 2],
    [1, 0, 0, 1],
    [1, 0, 0, 1.5],
    [1, 0, 0, 3],
  ]);
  expect(made[0]!.embedding.space).toEqual({ joint: "small", modality: "image", width: 4 });
});

test("gives unit vectors where the pack's embeddings are", async () => {
  const { context } = await smallContext();
  const { manifest } = await openModel(context.host, context.model);
  (manifest.embedding as { unitNorm: boolean }).unitNorm = true;
  const [made] = await meanGap.execute([{ text: embeddingOf([3, 0, 0, 3], "text"), amount: 1 }], context);
  expect(valuesOf(made!.embedding.vector)).toEqual([0.6, 0, 0, 0.8]);
});

test("refuses an embedding of another space, and says where a pack has no gap", async () => {
  const { context } = await smallContext();
  const other = embeddingOf([1, 0, 0, 1], "text", "other");
  await expect(meanGap.execute([{ text: other, amount: 1 }], context)).rejects.toMatchObject({
    code: "space_mismatch",
  });
  const { manifest } = await openModel(context.host, context.model);
  delete (manifest.embedding as { meanGap?: string }).meanGap;
  await expect(meanGap.execute([{ text, amount: 1 }], context)).rejects.toMatchObject({
    code: "model_part_missing",
    message: expect.stringContaining("use a prior"),
  });
});
