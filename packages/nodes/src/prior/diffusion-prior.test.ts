import { expect, test } from "vitest";
import { clipTextEncode } from "../clip/clip-text-encode.ts";
import { noise } from "../noise/noise.ts";
import { defaultsOf, smallContext, valuesOf } from "../testing/run-node.ts";
import { diffusionPrior } from "./diffusion-prior.ts";

const own = { ...defaultsOf(diffusionPrior), negative: undefined, noise: undefined, steps: 3 };

async function setUp(...captions: string[]) {
  const made = await smallContext();
  const encoded = await clipTextEncode.execute(
    captions.map((text) => ({ text })),
    made.context,
  );
  return { ...made, texts: encoded.map(({ text }) => text) };
}

test("samples what the network predicts of the caption, and tells z_t · z_i of every candidate", async () => {
  const { context, heard, texts } = await setUp("rrg");
  const [made] = await diffusionPrior.execute([{ ...own, text: texts[0]!, candidates: 3 }], context);
  expect(valuesOf(made!.embedding.vector)).toEqual([2, 1, 0, 1]);
  expect(made!.embedding.space).toEqual({ joint: "small", modality: "image", width: 4 });
  expect(made!.dots).toEqual([6, 6, 6].map((dot) => expect.closeTo(dot, 4)));
  expect(made!.candidates?.items.map(({ vector }) => valuesOf(vector))).toEqual(
    new Array(3).fill([2, 1, 0, 1]),
  );
  expect(made!.candidates?.labels).toEqual([
    "candidate 1: 6.000",
    "candidate 2: 6.000",
    "candidate 3: 6.000",
  ]);
  expect(heard.steps).toEqual([1 / 3, 2 / 3, 1]);
});

test("guidance goes from the empty caption, or the negative one, through the caption and beyond", async () => {
  const { context, texts } = await setUp("r", "g");
  const [text, negative] = [texts[0]!, texts[1]!];
  const made = await diffusionPrior.execute(
    [
      { ...own, text, guidance: 3 },
      { ...own, text, negative, guidance: 3 },
      { ...own, text, negative, guidance: 1 },
      { ...own, text, negative, guidance: 0 },
    ],
    context,
  );
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [3, 0, 0, 1],
    [3, -2, 0, 1],
    [1, 0, 0, 1],
    [0, 1, 0, 1],
  ]);
});

test("keeps every step's coordinates within the clip that it is given", async () => {
  const { context, texts } = await setUp("rrg");
  const made = await diffusionPrior.execute(
    ([0.5, "none", "pack"] as const).map((clip) => ({ ...own, text: texts[0]!, clip })),
    context,
  );
  expect(made.map(({ embedding }) => valuesOf(embedding.vector))).toEqual([
    [0.5, 0.5, 0, 0.5],
    [2, 1, 0, 1],
    [2, 1, 0, 1],
  ]);
});

test("refuses a caption of another model, by the port", async () => {
  const { context, texts } = await setUp("r");
  const text = { ...texts[0]!, space: { ...texts[0]!.space, joint: "other" } };
  await expect(diffusionPrior.execute([{ ...own, text }], context)).rejects.toMatchObject({
    code: "space_mismatch",
    message: expect.stringContaining('"text"'),
  });
});

test("refuses the decoder's noise", async () => {
  const { context, texts } = await setUp("r");
  const [made] = await noise.execute([{ seed: 1, shape: "decoder" }], context);
  await expect(
    diffusionPrior.execute([{ ...own, text: texts[0]!, noise: made!.noise }], context),
  ).rejects.toMatchObject({ code: "noise_shape", message: expect.stringContaining("set to prior") });
});
