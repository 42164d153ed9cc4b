import { expect, test } from "vitest";
import { noise } from "../noise/noise.ts";
import { defaultsOf, embeddingOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { decode } from "./decode.ts";

const own = { ...defaultsOf(decode), embedding: undefined, text: undefined, noise: undefined, steps: 3 };
const plane = (value: number) => new Array<number>(4).fill(value);
const painted = (r: number, g: number, b: number) => [...plane(r), ...plane(g), ...plane(b)];

test("draws each embedding's picture, and the null embedding's without one", async () => {
  const { context, heard } = await smallContext();
  const made = await decode.execute([{ ...own, embedding: embeddingOf([0.5, -0.25, 0, 1]) }, own], context);
  expect(made.map(({ image }) => valuesOf(image))).toEqual([painted(0.5, -0.25, 0), painted(0, 0, 0)]);
  expect(made[0]!.image.shape).toEqual([3, 2, 2]);
  expect(heard.steps.at(-1)).toBe(1);
});

test.each(["ddpm", "ddim", "dpm-solver-2m"] as const)(
  "by %s, with guidance beyond the null embedding",
  async (sampler) => {
    const { context } = await smallContext();
    const item = { ...own, sampler, embedding: embeddingOf([0.25, -0.5, 0.125, 1]) };
    const made = await decode.execute(
      [
        { ...item, guidance: 2 },
        { ...item, guidance: 4 },
      ],
      context,
    );
    // At 4 the second channel would be −2; the pack keeps x̂₀ within ±1.
    expect(made.map(({ image }) => valuesOf(image))).toEqual([painted(0.5, -1, 0.25), painted(1, -1, 0.5)]);
  },
);

test("a text embedding is drawn as if it were a picture's, an embedding of another model is refused", async () => {
  const { context } = await smallContext();
  const [made] = await decode.execute([{ ...own, embedding: embeddingOf([1, 0, 0, 1], "text") }], context);
  expect(valuesOf(made!.image)).toEqual(painted(1, 0, 0));
  const stranger = { ...own, embedding: embeddingOf([1, 0, 0, 1], "image", "other") };
  await expect(decode.execute([stranger], context)).rejects.toMatchObject({ code: "space_mismatch" });
});

test("remarks on guidance that keeps an inversion's x_T from returning to its picture", async () => {
  const { context, heard } = await smallContext();
  const [made] = await noise.execute([{ seed: 1, shape: "decoder" }], context);
  const inverted = { ...made!.noise, timesteps: [900, 0] };
  await decode.execute([{ ...own, noise: inverted, guidance: 3 }], context);
  expect(heard.remarks).toEqual([expect.stringContaining("guidance 1")]);
});

test("an inversion's x_T is decoded by DDIM unless a sampler is named, whatever the pack's own", async () => {
  const { context, heard } = await smallContext();
  const [made] = await noise.execute([{ seed: 1, shape: "decoder" }], context);
  const inverted = { ...made!.noise, timesteps: [900, 400, 0] };
  const item = { ...own, noise: inverted, guidance: 1 };
  await decode.execute([item, { ...item, sampler: "ddim" }], context);
  expect(heard.remarks).toEqual([]);
  await decode.execute([{ ...item, sampler: "dpm-solver-2m" }], context);
  expect(heard.remarks).toEqual([expect.stringContaining("found for DDIM")]);
});

test("remarks on a seed that draws what a smaller one draws, unless x_T is given", async () => {
  const { context, heard } = await smallContext();
  const [made] = await noise.execute([{ seed: 1, shape: "decoder" }], context);
  await decode.execute(
    [{ ...own, seed: 2 ** 53 - 1 }, { ...own, seed: 2 ** 53 - 1, noise: made!.noise }, own],
    context,
  );
  expect(heard.remarks).toEqual([expect.stringContaining("same noise as seed 4294967295:")]);
});

test("gives x̂₀ after each step where it is asked for, and nothing where it is not", async () => {
  const items = [
    { ...own, embedding: embeddingOf([0.5, 0, 0, 1]) },
    { ...own, embedding: embeddingOf([0, 0.5, 0, 1]), steps: 2 },
  ];
  const { context } = await smallContext("trace");
  const made = await decode.execute(items, context);
  expect(made.map(({ trace }) => trace?.labels)).toEqual([
    ["step 1 of 3", "step 2 of 3", "step 3 of 3"],
    ["step 1 of 2", "step 2 of 2"],
  ]);
  // The network of this pack sees the picture in the embedding at once, so every step shows it.
  expect(made.map(({ trace }) => trace?.items.map(valuesOf))).toEqual([
    new Array(3).fill(painted(0.5, 0, 0)),
    new Array(2).fill(painted(0, 0.5, 0)),
  ]);
  const plain = await decode.execute(items, (await smallContext()).context);
  expect(plain.map(({ trace }) => trace)).toEqual([undefined, undefined]);
});

test("guidance 0 leaves the embedding out", async () => {
  const { context } = await smallContext();
  const item = { ...own, embedding: embeddingOf([0.5, -0.25, 0, 1]), guidance: 0 };
  const [made] = await decode.execute([item], context);
  expect(valuesOf(made!.image)).toEqual(painted(0, 0, 0));
});

test("refuses the prior's noise, and says of which item it was", async () => {
  const { context } = await smallContext();
  const made = await noise.execute(
    [
      { seed: 1, shape: "decoder" },
      { seed: 1, shape: "prior" },
    ],
    context,
  );
  const items = made.map(({ noise }) => ({ ...own, noise }));
  await expect(decode.execute(items, context)).rejects.toMatchObject({ code: "noise_shape", item: 1 });
});
