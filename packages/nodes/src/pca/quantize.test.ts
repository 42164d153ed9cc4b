/** quantize and dequantize: there and back. */
import { expect, test } from "vitest";
import { defaultsOf, embeddingOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { dequantize } from "./dequantize.ts";
import { quantize } from "./quantize.ts";

const own = { ...defaultsOf(quantize), basis: undefined };
const embedding = embeddingOf([0.9, 0.2, 7, 5]);

test("codes are the buckets of the pack's prior, and stand for the values of these buckets", async () => {
  const { context } = await smallContext();
  const [made] = await quantize.execute([{ ...own, embedding }], context);
  expect(made!.codes.values).toEqual([1, 0, 1]);
  const [back] = await dequantize.execute([{ codes: made!.codes }], context);
  expect(valuesOf(back!.embedding.vector)).toEqual([1, 0, 1, 1]);
  expect(back!.embedding.space).toEqual(embedding.space);
  const [again] = await quantize.execute([{ ...own, embedding: back!.embedding }], context);
  expect(again!.codes.values).toEqual(made!.codes.values);
});

test("buckets of one's own are equal parts of ±3 standard deviations; what lies beyond takes the outer ones", async () => {
  const { context } = await smallContext();
  const [made] = await quantize.execute([{ ...own, embedding, buckets: 6, dims: 3 }], context);
  // 0.9 is 0.45 deviations of 2, 0.2 is 0.14 of √2, 7 is 7 of 1.
  expect(made!.codes.values).toEqual([3, 3, 5]);
  const [back] = await dequantize.execute([{ codes: made!.codes }], context);
  expect(valuesOf(back!.embedding.vector)).toEqual([1, Number(Math.SQRT1_2.toFixed(4)), 2.5, 1]);
});

test("refuses more dimensions than there are, and embeddings of another space", async () => {
  const { context } = await smallContext();
  await expect(quantize.execute([{ ...own, embedding, dims: 4 }], context)).rejects.toMatchObject({
    code: "dims_range",
  });
  const stranger = embeddingOf([1, 0, 0, 1], "image", "other");
  await expect(quantize.execute([{ ...own, embedding: stranger }], context)).rejects.toMatchObject({
    code: "space_mismatch",
  });
});
