import { expect, test } from "vitest";
import { clipTextEncode } from "../clip/clip-text-encode.ts";
import { defaultsOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { autoregressivePrior } from "./autoregressive-prior.ts";

const own = defaultsOf(autoregressivePrior);

test("draws the codes one after the other, and gives the embedding that they stand for", async () => {
  const { context, heard } = await smallContext();
  const encoded = await clipTextEncode.execute([{ text: "rb" }, { text: "g" }], context);
  const made = await autoregressivePrior.execute(
    encoded.map(({ text }) => ({ ...own, text })),
    context,
  );
  expect(made.map(({ codes }) => codes.values)).toEqual([
    [1, 0, 1],
    [0, 1, 0],
  ]);
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [1, 0, 1, 1],
    [0, 1, 0, 1],
  ]);
  expect(made.map(({ dot }) => dot)).toEqual([3, 2]);
  expect(made[0]!.embedding.space.modality).toBe("image");
  expect(heard.steps).toEqual([1 / 3, 2 / 3, 1]);
});

test("guidance on logits leads away from the empty caption's codes", async () => {
  const { context } = await smallContext();
  const [encoded] = await clipTextEncode.execute([{ text: "r" }], context);
  const codesAt = async (guidance: number) => {
    const [made] = await autoregressivePrior.execute([{ ...own, text: encoded!.text, guidance }], context);
    return made!.codes.values;
  };
  // Below 1 the empty caption, whose codes are all 0, has the larger part of it.
  expect([await codesAt(3), await codesAt(0.1), await codesAt(0)]).toEqual([
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

test("refuses a caption of another model", async () => {
  const { context } = await smallContext();
  const [encoded] = await clipTextEncode.execute([{ text: "r" }], context);
  const text = { ...encoded!.text, space: { ...encoded!.text.space, joint: "other" } };
  await expect(autoregressivePrior.execute([{ ...own, text }], context)).rejects.toMatchObject({
    code: "space_mismatch",
  });
});
