/** Every function of @unclip/unclip on both tiny packs: pixels (the paper, Karlo) and latents (the default). */
import type { Host } from "@unclip/host";
import { generator, norm, type Tensor, tensor } from "@unclip/tensor";
import {
  best,
  decode,
  encodeImage,
  encodeText,
  fromPictures,
  invert,
  type Model,
  openModel,
  samplePrior,
  textToImage,
  toPictures,
  upsample,
} from "@unclip/unclip";
import { beforeAll, describe, expect, test } from "vitest";
import { tinyHost } from "./tiny-host.ts";

let host: Host;
beforeAll(async () => {
  host = await tinyHost();
});

/** Largest difference of two tensors of one shape. */
function distance(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return a.data.reduce((most, x, i) => Math.max(most, Math.abs(x - b.data[i]!)), 0);
}
const picture = (side: number, seed: number): Tensor => {
  const noise = generator(seed).normal([3, side, side]);
  return tensor(
    noise.data.map((x) => Math.tanh(x)),
    noise.shape,
  );
};

describe.each(["tiny-pixel", "tiny-latent"])("%s", (id) => {
  let model: Model;
  let side: number;
  beforeAll(async () => {
    model = await openModel(host, id);
    side = id === "tiny-pixel" ? 8 : 16;
  });

  test("is opened once for a host", async () => {
    expect(await openModel(host, id)).toBe(model);
  });

  test("text encoding: one embedding a caption, whatever the batch", async () => {
    const [heart, cat] = await encodeText(model, ["a red heart", "a cat"]);
    const [alone] = await encodeText(model, ["a red heart"]);
    expect(heart!.embedding.shape).toEqual([16]);
    expect(heart!.tokens.shape).toEqual([12, 8]);
    expect(distance(heart!.embedding, alone!.embedding)).toBeLessThan(1e-6);
    expect(distance(heart!.embedding, cat!.embedding)).toBeGreaterThan(0.05);
    if (id === "tiny-latent") expect(norm(heart!.embedding)).toBeCloseTo(1, 5);
    expect(heart!.truncated).toBe(false);
    expect(heart!.mask.filter(Boolean).length).toBeLessThan(12);
  });

  test("text encoding: a caption that is too long says so and keeps its end token", async () => {
    const { ids, truncated, mask } = model.tokenize("a very long caption of many, many tokens");
    expect(truncated).toBe(true);
    expect(ids).toHaveLength(12);
    expect(ids.at(-1)).toBe(2);
    expect(mask.every(Boolean)).toBe(true);
  });

  test("image encoding: pictures of any size, each its own embedding", async () => {
    const images = [picture(side, 1), picture(23, 2), tensor(picture(24, 3).data, [3, 36, 16])];
    const embeddings = await encodeImage(model, images);
    const [alone] = await encodeImage(model, [images[1]!]);
    expect(embeddings.map((z) => z.shape)).toEqual([[16], [16], [16]]);
    expect(distance(embeddings[1]!, alone!)).toBeLessThan(1e-5);
    expect(distance(embeddings[0]!, embeddings[1]!)).toBeGreaterThan(0.01);
  });

  test("prior: a batch gives what its items give alone", async () => {
    const texts = await encodeText(model, ["a red heart", "a cat", "a cow", "", "a heart"]);
    const items = texts.map((text, i) => ({ text, seed: i, guidance: 1 + i }));
    const batch = await samplePrior(model, items, { candidates: 3 });
    for (const [i, item] of items.entries()) {
      const [alone] = await samplePrior(model, [item], { candidates: 3 });
      expect(distance(batch[i]!.embedding, alone!.embedding)).toBeLessThan(1e-5);
    }
  });

  test("prior: keeps the candidate with the largest dot product with the text", async () => {
    const [text] = await encodeText(model, ["a red heart"]);
    const [sample] = await samplePrior(model, [{ text: text!, seed: 5 }], { candidates: 4 });
    expect(sample!.candidates).toHaveLength(4);
    const most = Math.max(...sample!.dots);
    expect(sample!.embedding).toBe(sample!.candidates[sample!.dots.indexOf(most)]);
    expect(sample!.dots.filter((dot) => dot === most)).toHaveLength(1);
    const twin = best(text!, [sample!.embedding, { ...sample!.embedding }]);
    expect(twin.embedding).toBe(sample!.embedding);
  });

  test("prior: seed, guidance, steps and text each change the sample", async () => {
    const [heart, cat] = await encodeText(model, ["a red heart", "a cat"]);
    const run = async (text = heart!, seed = 1, guidance = 2, steps = 4) => {
      const [sample] = await samplePrior(model, [{ text, seed, guidance }], { steps, candidates: 1 });
      return sample!.embedding;
    };
    const base = await run();
    expect(distance(base, await run())).toBe(0);
    for (const other of [
      await run(cat),
      await run(heart, 2),
      await run(heart, 1, 3),
      await run(heart, 1, 2, 5),
    ]) {
      expect(distance(base, other)).toBeGreaterThan(1e-3);
    }
  });

  test("prior: guidance leaves from a negative caption, the empty one where there is none", async () => {
    const [heart, cat, empty] = await encodeText(model, ["a red heart", "a cat", ""]);
    const items = [undefined, empty, cat].map((negative) => ({
      text: heart!,
      negative,
      seed: 1,
      guidance: 3,
    }));
    const [none, same, other] = await samplePrior(model, items, { candidates: 2 });
    expect(distance(none!.embedding, same!.embedding)).toBeLessThan(1e-5);
    expect(distance(none!.embedding, other!.embedding)).toBeGreaterThan(1e-3);
    const plain = items.map((item) => ({ ...item, guidance: 1 }));
    const [without, , away] = await samplePrior(model, plain, { candidates: 2 });
    expect(distance(without!.embedding, away!.embedding)).toBeLessThan(1e-5);
  });

  test("decoder: a batch gives what its items give alone", async () => {
    const [text] = await encodeText(model, ["a red heart"]);
    const { shape } = model.role("decoder");
    const items = [
      { embedding: text!.embedding, seed: 1 },
      { embedding: text!.embedding, text: text!, seed: 1, guidance: 1 },
      { seed: 2 },
      { noise: generator(9).normal(shape), seed: 3, guidance: 5 },
      { text: text!, seed: 4 },
    ];
    const batch = await decode(model, items, { eta: 1 });
    for (const [i, item] of items.entries()) {
      const [alone] = await decode(model, [item], { eta: 1 });
      expect(alone!.shape).toEqual([3, side, side]);
      expect(distance(batch[i]!, alone!)).toBeLessThan(1e-5);
    }
    for (let i = 1; i < items.length; i++) expect(distance(batch[0]!, batch[i]!)).toBeGreaterThan(1e-3);
  });

  test.each(["ddpm", "ddim", "dpm-solver-2m"] as const)(
    "decoder: %s gives pictures in range",
    async (sampler) => {
      const [image] = await decode(model, [{ seed: 1 }], { sampler, steps: 4 });
      expect(image!.data.every((x) => x >= -1 && x <= 1)).toBe(true);
    },
  );

  test("decoder: given noise is where it starts, and the seed no longer matters for DDIM", async () => {
    const noise = generator(3).normal(model.role("decoder").shape);
    const [a, b] = await decode(
      model,
      [
        { noise, seed: 1 },
        { noise, seed: 2 },
      ],
      { sampler: "ddim" },
    );
    const [c] = await decode(model, [{ seed: 3 }], { sampler: "ddim" });
    expect(distance(a!, b!)).toBeLessThan(1e-5);
    expect(distance(a!, c!)).toBeLessThan(1e-5);
  });

  test("decoder: noise of another shape is refused by both shapes", async () => {
    const noise = generator(3).normal([5, 4, 4]);
    await expect(decode(model, [{ noise, seed: 1 }])).rejects.toMatchObject({
      code: "noise_shape",
      message: expect.stringContaining("[5, 4, 4]"),
    });
  });

  test("decoder: reports each step, with pictures on request", async () => {
    const seen: number[] = [];
    const shapes: (readonly number[])[] = [];
    const shown: Promise<unknown>[] = [];
    await decode(model, [{ seed: 1 }, { seed: 2 }], {
      steps: 3,
      onStep: ({ step, steps, pictures }) => {
        seen.push(step / steps);
        shown.push(pictures(2).then((list) => shapes.push(...list.map((image) => image.shape))));
      },
    });
    await Promise.all(shown);
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
    expect(shapes).toEqual(new Array(6).fill([3, side, side]));
  });

  test("decoder: a cancelled run makes no further model call", async () => {
    const controller = new AbortController();
    let steps = 0;
    const run = decode(model, [{ seed: 1 }], {
      steps: 5,
      signal: controller.signal,
      onStep: ({ step }) => {
        steps = step;
        if (step === 2) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(steps).toBe(2);
  });

  test("what the decoder diffuses and pictures turn into each other", async () => {
    const images = tensor(picture(side, 4).data, [1, 3, side, side]);
    const latents = await fromPictures(model, images);
    expect(latents.shape).toEqual([1, ...model.role("decoder").shape]);
    expect(distance(await toPictures(model, latents), images)).toBeLessThan(1e-5);
  });

  test("inversion: the decoder returns to the picture from the noise that was found", async () => {
    const images = [picture(side, 5), picture(side, 6)];
    const embeddings = await encodeImage(model, images);
    const items = images.map((image, i) => ({ image, embedding: embeddings[i]! }));
    const { noise, timesteps, errors } = await invert(model, items, { steps: 30, refinements: 8 });
    const way = { sampler: "ddim", timesteps } as const;
    const back = (seed: number) =>
      decode(
        model,
        items.map(({ embedding }, i) => ({ embedding, noise: noise[i]!, seed, guidance: 1 })),
        way,
      );
    const returned = await back(1);
    for (const [i, image] of images.entries()) expect(distance(returned[i]!, image)).toBeLessThan(0.02);
    for (const [i, image] of images.entries()) {
      const squares = image.data.map((x, k) => ((x - returned[i]!.data[k]!) / 2) ** 2);
      const error = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / squares.length);
      expect(errors[i]).toBeCloseTo(error, 5);
    }
    const far = await decode(model, [{ noise: noise[0]!, seed: 1, guidance: 1 }], way);
    expect(distance(far[0]!, images[0]!)).toBeGreaterThan(0.05);
    const varied = await decode(
      model,
      [{ embedding: embeddings[0]!, noise: noise[0]!, seed: 1, guidance: 1 }],
      { ...way, eta: 1 },
    );
    expect(distance(varied[0]!, images[0]!)).toBeGreaterThan(0.05);
  });

  test("inversion: takes pictures of any size, and reports its steps", async () => {
    const seen: number[] = [];
    const { noise } = await invert(model, [{ image: picture(side + 5, 5) }], {
      steps: 3,
      onStep: ({ step }) => seen.push(step),
    });
    expect(noise[0]!.shape).toEqual(model.role("decoder").shape);
    expect(seen).toEqual([1, 2, 3]);
  });

  test("inversion: ends at the level that it is told, and more refinements come back closer", async () => {
    const items = [{ image: picture(side, 5) }];
    const [rough, fine] = await Promise.all(
      [0, 6].map((refinements) => invert(model, items, { steps: 8, refinements, top: 700 })),
    );
    expect(rough!.timesteps).toEqual([700, 600, 500, 400, 300, 200, 100, 0]);
    expect(fine!.errors[0]).toBeLessThan(rough!.errors[0]!);
    await expect(invert(model, items, { top: 1000 })).rejects.toMatchObject({ code: "timesteps" });
  });

  test("upsampler: enlarges each picture by its own seed, and looks at the picture", async () => {
    const { to } = model.role("upsampler.0");
    const items = [0, 1, 2].map((seed) => ({ image: picture(side, 1), seed }));
    const other = { image: picture(side, 2), seed: 0 };
    const batch = await upsample(model, 0, [...items, other]);
    for (const [i, item] of [...items, other].entries()) {
      const [alone] = await upsample(model, 0, [item]);
      expect(alone!.shape).toEqual([3, to, to]);
      expect(distance(batch[i]!, alone!)).toBeLessThan(1e-5);
      if (i > 0) expect(distance(batch[0]!, batch[i]!)).toBeGreaterThan(1e-3);
    }
  });

  test("upsampler: a picture of another size is refused by both sizes", async () => {
    await expect(upsample(model, 0, [{ image: picture(10, 1), seed: 0 }])).rejects.toMatchObject({
      code: "image_size",
      message: expect.stringMatching(new RegExp(`10×10, expected ${side}×${side}`)),
    });
  });

  test("textToImage is the stages one after another, and the same twice", async () => {
    const options = { priorSeed: 7, decoderSeed: 8, upsamplerSeeds: [9] };
    const image = await textToImage(model, "a red heart", options);
    const [text] = await encodeText(model, ["a red heart"]);
    const [z] = await samplePrior(model, [{ text: text!, seed: 7 }]);
    const [low] = await decode(model, [{ embedding: z!.embedding, seed: 8 }]);
    const [high] = await upsample(model, 0, [{ image: low!, seed: 9 }]);
    expect(distance(image, high!)).toBe(0);
    expect(distance(image, await textToImage(model, "a red heart", options))).toBe(0);
    expect(distance(image, await textToImage(model, "a cat", options))).toBeGreaterThan(1e-3);
  });
});

test("a role that a pack lacks is named with what the pack has", async () => {
  const model = await openModel(host, "tiny-pixel");
  const judge = encodeImage(model, [picture(8, 1)], { role: "evaluation-image-encoder" });
  await expect(judge).rejects.toMatchObject({
    code: "model_role_missing",
    message: expect.stringContaining("upsampler.0"),
  });
});

test("a pack that is not there is named with those that are", async () => {
  await expect(openModel(host, "karlo")).rejects.toMatchObject({
    code: "model_missing",
    message: expect.stringContaining("tiny-latent, tiny-pixel"),
  });
});
