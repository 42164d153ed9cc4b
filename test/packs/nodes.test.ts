/** Node types that ask a model, on both tiny packs, without a graph around them. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { type Embedding, type Encoding, type Noise, nodeTypes, type Table } from "@unclip/nodes";
import { dot, full, generator, norm, type Tensor } from "@unclip/tensor";
import { beforeAll, describe, expect, test } from "vitest";
import { tinyHost } from "./tiny-host.ts";

let host: Host;
beforeAll(async () => {
  host = await tinyHost();
});

type Item = Record<string, unknown>;

/** Runs an `each` node on items, with the defaults of its params under what is given. */
async function run(
  model: string,
  type: string,
  items: readonly Item[],
  signal = new AbortController().signal,
) {
  const node = nodeTypes.get(type)!;
  if (node.over !== "each") throw new Error(`${type} is not computed item by item`);
  const steps: number[] = [];
  const remarks: [item: number | undefined, text: string][] = [];
  const context: NodeContext<Host> = {
    host,
    model,
    signal,
    asked: new Set(),
    previews: true,
    progress: (step, of) => steps.push(step / of),
    remark: (text, item) => remarks.push([item, text]),
  };
  const params = Object.fromEntries(
    Object.entries(node.params as Record<string, { default: unknown }>).map(([name, param]) => [
      name,
      param.default,
    ]),
  );
  // biome-ignore lint/suspicious/noExplicitAny: node types of every shape are run here
  const given: any[] = items.map((item) => ({ ...params, ...item }));
  const outputs = (await node.execute(given, context)) as Record<string, unknown>[];
  return { outputs, steps, remarks };
}

async function encode(
  model: string,
  ...captions: string[]
): Promise<{ text: Encoding; embedding: Embedding }[]> {
  const { outputs } = await run(
    model,
    "clip-text-encode",
    captions.map((text) => ({ text })),
  );
  return outputs as { text: Encoding; embedding: Embedding }[];
}

/** Labels of the three concepts nearest to a caption. */
async function nearestTo(model: string, caption: string): Promise<string[]> {
  const [{ embedding }] = (await encode(model, caption)) as [{ text: Encoding; embedding: Embedding }];
  const { outputs } = await run(model, "nearest", [{ embedding, count: 3 }]);
  return (outputs[0]!.table as Table).rows.map(({ label }) => label);
}

const differ = (a: Tensor, b: Tensor) => a.data.some((x, i) => Math.abs(x - b.data[i]!) > 1e-4);

describe.each(["tiny-latent", "tiny-pixel"])("on %s", (model) => {
  test("clip-text-encode gives token states and an embedding of the pack's text space", async () => {
    const [heart, cat] = await encode(model, "a red heart", "a cat");
    expect(heart!.embedding.space).toEqual({ joint: model, modality: "text", width: 16 });
    expect(heart!.text.caption).toBe("a red heart");
    expect(heart!.text.embedding).toBe(heart!.embedding.vector);
    expect(differ(heart!.embedding.vector, cat!.embedding.vector)).toBe(true);
  });

  test("clip-image-encode gives an embedding of the pack's image space", async () => {
    const { outputs } = await run(model, "clip-image-encode", [{ image: full([3, 20, 9], 0.5) }]);
    expect((outputs[0]!.embedding as Embedding).space).toEqual({
      joint: model,
      modality: "image",
      width: 16,
    });
  });

  test("diffusion-prior keeps the best of its candidates and tells its progress", async () => {
    const [{ text }] = (await encode(model, "a red heart")) as [{ text: Encoding; embedding: Embedding }];
    const { outputs, steps } = await run(model, "diffusion-prior", [
      { text, candidates: 3, seed: 1, steps: 4 },
    ]);
    const { embedding, dots } = outputs[0] as { embedding: Embedding; dots: number[] };
    expect(dots).toHaveLength(3);
    expect(dot(text.embedding, embedding.vector)).toBeCloseTo(Math.max(...dots), 6);
    expect(embedding.space.modality).toBe("image");
    expect(steps).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test("diffusion-prior samples as it is told: sampler, η, spacing and clip each change the embedding", async () => {
    const [{ text }] = (await encode(model, "a red heart")) as [{ text: Encoding; embedding: Embedding }];
    const items = [
      { text, steps: 4 },
      { text, steps: 4, sampler: "ddim" },
      { text, steps: 4, sampler: "ddim", eta: 0.5 },
      { text, steps: 4, sampler: "dpm-solver-2m" },
      { text, steps: 4, spacing: "trailing" },
      { text, steps: 4, clip: 0.5 },
    ];
    const { outputs } = await run(model, "diffusion-prior", items);
    const vectors = outputs.map((output) => (output.embedding as Embedding).vector);
    for (const [i, vector] of vectors.entries())
      for (const other of vectors.slice(0, i)) expect(differ(vector, other), `item ${i}`).toBe(true);
    const { sampler } = (await host.packs.open(model)).manifest.roles.prior!;
    const own = await run(model, "diffusion-prior", [
      { text, steps: 4, sampler, eta: 0, spacing: "linspace" },
    ]);
    expect((own.outputs[0]!.embedding as Embedding).vector).toEqual(vectors[0]);
  });

  test("upsample samples as it is told, at both stages", async () => {
    const { manifest } = await host.packs.open(model);
    for (const [stage, role] of [
      ["first", "upsampler.0"],
      ["second", "upsampler.1"],
    ] as const) {
      const { from, to } = manifest.roles[role]!;
      const image = {
        data: generator(3).normal([3, from, from]).data.map(Math.tanh),
        shape: [3, from, from],
      };
      // In fewer than four steps DPM-Solver++ is of first order throughout, which is DDIM.
      const items = [
        { image, stage, steps: 5 },
        { image, stage, steps: 5, sampler: "dpm-solver-2m" },
        { image, stage, steps: 5, sampler: "ddim", eta: 1 },
        { image, stage, steps: 5, sampler: "ddim", spacing: "trailing", seed: 1 },
        { image, stage, steps: 5, clip: "none" },
      ];
      const pictures = (await run(model, "upsample", items)).outputs.map(({ image }) => image as Tensor);
      for (const picture of pictures) expect(picture.shape).toEqual([3, to, to]);
      for (const [i, picture] of pictures.slice(1).entries())
        expect(differ(picture, pictures[0]!), `${stage}, item ${i + 1}`).toBe(true);
    }
  });

  test("a caption with words that the model has not learned says which, and what it takes them for", async () => {
    const { remarks } = await run(model, "clip-text-encode", [{ text: "red cat" }, { text: "zorblax" }]);
    const labels = (await nearestTo(model, "zorblax")).join(", ");
    expect(remarks).toEqual([
      [
        1,
        `"zorblax" is a word that the model has not learned. It takes "zorblax" for something like ${labels}.`,
      ],
    ]);
    const long = await run(model, "clip-text-encode", [{ text: "cat dog bus cat dog bus cat dog bus" }]);
    expect(long.remarks).toEqual([[0, expect.stringContaining("was left out")]]);
  });

  test("decode remarks on what keeps the x_T of an inversion from returning to its picture", async () => {
    const side = model === "tiny-latent" ? 16 : 8;
    const { outputs } = await run(model, "ddim-invert", [{ image: full([3, side, side], 0.2), steps: 3 }]);
    const { noise } = outputs[0] as { noise: Noise };
    const { noise: fresh } = (await run(model, "noise", [{}])).outputs[0] as { noise: Noise };
    const { remarks } = await run(model, "decode", [
      { noise, sampler: "ddim", guidance: 1 },
      { noise, sampler: "ddim", guidance: 3 },
      { noise, sampler: "dpm-solver-2m", guidance: 1 },
      { noise: fresh, sampler: "ddpm", guidance: 3, steps: 2 },
    ]);
    expect(remarks).toEqual([
      [1, expect.stringContaining("guidance 1")],
      [2, expect.stringContaining("ddim")],
    ]);
  });

  test("a setting that is left alone is the pack's own", async () => {
    const [{ text }] = (await encode(model, "a red heart")) as [{ text: Encoding; embedding: Embedding }];
    const { manifest } = await host.packs.open(model);
    const { steps, guidance, candidates } = manifest.roles.prior!;
    const own = await run(model, "diffusion-prior", [{ text }]);
    const written = await run(model, "diffusion-prior", [{ text, steps, guidance, candidates }]);
    expect(own.outputs).toEqual(written.outputs);
  });

  test("decode computes items of different steps and samplers apart, in their order", async () => {
    const [{ embedding }] = (await encode(model, "a red heart")) as [
      { text: Encoding; embedding: Embedding },
    ];
    const items = [
      { embedding, steps: 3 },
      { embedding, steps: 4 },
      { embedding, steps: 3, seed: 1 },
      { embedding, steps: 3, sampler: "ddim", eta: 1 },
      { embedding, steps: 3, guidance: 7 },
    ];
    const together = await run(model, "decode", items);
    for (const [i, item] of items.entries()) {
      const alone = await run(model, "decode", [item]);
      expect(differ(together.outputs[i]!.image as Tensor, alone.outputs[0]!.image as Tensor)).toBe(false);
    }
    expect(together.steps.at(-1)).toBe(1);
    expect(together.steps).toEqual([...together.steps].sort((a, b) => a - b));
  });

  test("decode starts from the noise that it is given: the same as its seed would draw", async () => {
    const { outputs } = await run(model, "noise", [{ seed: 5 }]);
    const { noise } = outputs[0] as { noise: Noise };
    const [given, drawn] = await Promise.all([
      run(model, "decode", [{ noise, sampler: "ddim", seed: 9 }]),
      run(model, "decode", [{ sampler: "ddim", seed: 5 }]),
    ]);
    expect(given.outputs[0]!.image).toEqual(drawn.outputs[0]!.image);
  });

  test("diffusion-prior starts from the noise that it is given: the same as its seed would draw", async () => {
    const [{ text }] = (await encode(model, "a red heart")) as [{ text: Encoding; embedding: Embedding }];
    const { outputs } = await run(model, "noise", [{ seed: 5, shape: "prior" }]);
    const { noise } = outputs[0] as { noise: Noise };
    const settings = { text, sampler: "ddim", candidates: 1 };
    const [given, drawn, another] = await Promise.all([
      run(model, "diffusion-prior", [{ ...settings, noise, seed: 9 }]),
      run(model, "diffusion-prior", [{ ...settings, seed: 5 }]),
      run(model, "diffusion-prior", [{ ...settings, seed: 9 }]),
    ]);
    expect(given.outputs[0]!.embedding).toEqual(drawn.outputs[0]!.embedding);
    expect(given.outputs[0]!.embedding).not.toEqual(another.outputs[0]!.embedding);
  });

  test.each([
    ["ddpm", 0],
    ["ddim", 1],
  ])(
    "%s, η = %i: step noise never repeats an x_T of the same seed that comes by edge",
    async (sampler, eta) => {
      const [{ text }] = (await encode(model, "a red heart")) as [{ text: Encoding; embedding: Embedding }];
      const { outputs } = await run(model, "noise", [{ seed: 5 }, { seed: 5, shape: "prior" }]);
      const [decoder, prior] = outputs.map(({ noise }) => noise as Noise);
      const settings = { sampler, eta, steps: 4, seed: 5 };
      // What the seed draws by itself is x_T, then step noise: so is what it draws after the same x_T.
      const decoded = await run(model, "decode", [{ ...settings, noise: decoder }, settings]);
      expect(decoded.outputs[0]!.image).toEqual(decoded.outputs[1]!.image);
      const embedding = { ...settings, text, candidates: 1 };
      const drawn = await run(model, "diffusion-prior", [{ ...embedding, noise: prior }, embedding]);
      expect(drawn.outputs[0]!.embedding).toEqual(drawn.outputs[1]!.embedding);
    },
  );

  test("η above 0 samples by DDIM where the sampler is left to the pack", async () => {
    const settings = { eta: 0.5, steps: 3, seed: 2 };
    const { outputs } = await run(model, "decode", [settings, { ...settings, sampler: "ddim" }]);
    expect(outputs[0]!.image).toEqual(outputs[1]!.image);
  });

  test("values of another joint space are refused, by port", async () => {
    const other = model === "tiny-latent" ? "tiny-pixel" : "tiny-latent";
    const [{ text, embedding }] = (await encode(other, "a cat")) as [
      { text: Encoding; embedding: Embedding },
    ];
    const { outputs } = await run(other, "noise", [{}]);
    for (const [type, item] of [
      ["diffusion-prior", { text }],
      ["decode", { embedding }],
      ["decode", { text }],
      ["decode", { noise: outputs[0]!.noise }],
      ["ddim-invert", { image: full([3, 8, 8], 0), embedding }],
    ] as const) {
      await expect(run(model, type, [item])).rejects.toMatchObject({ code: "space_mismatch" });
    }
  });

  test("ddim-invert hands decode the way back", async () => {
    const side = model === "tiny-latent" ? 16 : 8;
    const image = { data: generator(3).normal([3, side, side]).data.map(Math.tanh), shape: [3, side, side] };
    const { outputs: encoded } = await run(model, "clip-image-encode", [{ image }]);
    const { embedding } = encoded[0] as { embedding: Embedding };
    const { outputs: inverted, steps } = await run(model, "ddim-invert", [
      { image, embedding, steps: 30, refinements: 8 },
    ]);
    expect(steps.at(-1)).toBe(1);
    const { noise, error } = inverted[0] as { noise: Noise; error: number };
    expect(error).toBeLessThan(0.01);
    const { outputs } = await run(model, "decode", [{ embedding, noise, sampler: "ddim", guidance: 1 }]);
    const returned = outputs[0]!.image as Tensor;
    expect(Math.max(...returned.data.map((x, i) => Math.abs(x - image.data[i]!)))).toBeLessThan(0.02);
  });

  test("text-diff turns an image embedding and keeps its length; without a start it leaves from the empty caption", async () => {
    const [cat, dog, nothing] = await encode(model, "a cat", "a red dog", "");
    const image = { ...cat!.embedding, space: { ...cat!.embedding.space, modality: "image" as const } };
    const items = [0, 0.25, 0.5].map((theta) => ({ image, to: dog!.embedding, from: cat!.embedding, theta }));
    const { outputs } = await run(model, "text-diff", items);
    const vectors = outputs.map((output) => (output.embedding as Embedding).vector);
    expect(differ(vectors[0]!, image.vector)).toBe(false);
    for (const vector of vectors) expect(norm(vector)).toBeCloseTo(norm(image.vector), 4);
    const { outputs: bare } = await run(model, "text-diff", [{ image, to: dog!.embedding, theta: 0.25 }]);
    const { outputs: empty } = await run(model, "text-diff", [
      { image, to: dog!.embedding, from: nothing!.embedding, theta: 0.25 },
    ]);
    expect(differ((bare[0]!.embedding as Embedding).vector, (empty[0]!.embedding as Embedding).vector)).toBe(
      false,
    );
    await expect(
      run(model, "text-diff", [{ image, to: cat!.embedding, from: cat!.embedding, theta: 0.25 }]),
    ).rejects.toMatchObject({
      code: "zero-vector",
    });
  });

  test("upsample computes pictures of one stage together", async () => {
    const side = model === "tiny-latent" ? 16 : 8;
    const items = [0, 1].map((seed) => ({ image: full([3, side, side], 0.2), seed }));
    const { outputs, steps } = await run(model, "upsample", items);
    expect(outputs.map((output) => (output.image as Tensor).shape)).toEqual(
      new Array(2).fill([3, 2 * side, 2 * side]),
    );
    expect(differ(outputs[0]!.image as Tensor, outputs[1]!.image as Tensor)).toBe(true);
    expect(steps.at(-1)).toBe(1);
  });
});

test("decode spaces its levels and clips x̂₀ as it is told; latents have no range to be clipped to", async () => {
  const [{ embedding }] = (await encode("tiny-pixel", "a red heart")) as [
    { text: Encoding; embedding: Embedding },
  ];
  const item = { embedding, steps: 3, guidance: 9, sampler: "ddim" };
  const ways = [
    {},
    { clip: "none" },
    { clip: "dynamic" },
    { spacing: "leading" },
    { spacing: "trailing" },
    { clip: "static" },
    { spacing: "linspace" },
  ];
  const { outputs } = await run(
    "tiny-pixel",
    "decode",
    ways.map((way) => ({ ...item, ...way })),
  );
  const pictures = outputs.map((output) => output.image as Tensor);
  const [own, ...others] = pictures;
  expect(others.map((picture) => differ(own!, picture))).toEqual([true, true, true, true, false, false]);
  await expect(run("tiny-latent", "decode", [{ clip: "dynamic" }])).rejects.toMatchObject({
    code: "clip_latents",
  });
});

test("the pack's second stage goes on from its first", async () => {
  const { outputs: first } = await run("tiny-pixel", "upsample", [{ image: full([3, 8, 8], 0.2) }]);
  const { outputs } = await run("tiny-pixel", "upsample", [{ image: first[0]!.image, stage: "second" }]);
  expect((outputs[0]!.image as Tensor).shape).toEqual([3, 32, 32]);
});
