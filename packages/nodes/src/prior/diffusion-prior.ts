import { input, integer, manyOnRequest, number, optionalInput, output, perItem, seed } from "@unclip/engine";
import { type DiffuseOptions, openModel, samplePrior } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { inGroups } from "../items/in-groups.ts";
import { encoding, imageEmbedding, noise, numberList } from "../kinds/kinds.ts";
import { requireNoise, requireSpace, spaceOf } from "../kinds/spaces.ts";
import { eta, own, ownGuidance, ownSampler, ownSpacing, ownSteps } from "../sampling/own-setting.ts";
import { overall } from "../sampling/step-previews.ts";

export const diffusionPrior = eachNode({
  type: "diffusion-prior",
  version: 4,
  title: "Diffusion prior",
  group: "prior",
  about:
    "Draws an image embedding that fits a caption: P(z_i | y) by diffusion over embeddings (paper §2.2).",
  inputs: {
    text: input(encoding, "Text encoding", "The caption, encoded."),
    negative: optionalInput(
      encoding,
      "Negative",
      "A caption that guidance steers away from. Default: the empty caption.",
    ),
    noise: optionalInput(
      noise,
      "Noise",
      "x_T to start from, of a noise node set to prior; all candidates start there. Without it x_T is drawn from the seed.",
    ),
  },
  outputs: {
    embedding: output(imageEmbedding, "Image embedding", "z_i, the best of the candidates."),
    dots: output(numberList, "Dot products", "z_t · z_i of each candidate."),
    candidates: manyOnRequest(
      imageEmbedding,
      "Candidates",
      "All drawn candidates, labelled with their z_t · z_i.",
    ),
  },
  params: {
    steps: ownSteps("prior"),
    guidance: ownGuidance("prior"),
    candidates: integer({
      title: "Candidates",
      about:
        "How many embeddings to draw; the one with the largest z_t · z_i is kept. The paper draws 2; pack uses the pack's number.",
      default: "pack",
      words: ["pack"],
      min: 1,
      max: 64,
      own: "prior.candidates",
    }),
    sampler: ownSampler("prior"),
    eta,
    seed: seed(),
    spacing: ownSpacing,
    clip: number({
      title: "Clip x̂₀",
      about:
        "Clamps the coordinates of each step's embedding to ± this value (Karlo: 5); none does not clamp, pack uses the pack's rule.",
      default: "pack",
      words: ["pack", "none"],
      min: 0.01,
      max: 100,
      step: 0.5,
    }),
  },
  async execute(items, { host, model: id, signal, progress }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    perItem(items, ({ text, negative, noise }) => {
      requireSpace(model, "text", text.space);
      if (negative) requireSpace(model, "negative", negative.space);
      if (noise) requireNoise(model, "prior", noise);
    });
    const key = (item: (typeof items)[number]) =>
      [item.steps, item.candidates, item.sampler, item.eta, item.spacing, item.clip].join(" ");
    const samples = await inGroups(items, key, (group, indices, done) =>
      samplePrior(
        model,
        group.map(({ text, negative, noise, seed, guidance }) => ({
          text,
          negative,
          noise: noise?.sample,
          seed,
          guidance: own(guidance),
        })),
        {
          steps: own(group[0]!.steps),
          candidates: own(group[0]!.candidates),
          sampler: own(group[0]!.sampler),
          eta: group[0]!.eta,
          spacing: own(group[0]!.spacing),
          clip: rangeOf(group[0]!.clip),
          signal,
          onStep: ({ step, steps }) =>
            progress(...overall(step, steps, { indices, done, count: items.length })),
        },
      ),
    );
    return samples.map(({ embedding, candidates, dots }) => ({
      embedding: { vector: embedding, space },
      dots,
      candidates: {
        items: candidates.map((vector) => ({ vector, space })),
        labels: dots.map((dot, i) => `candidate ${i + 1}: ${dot.toFixed(3)}`),
      },
    }));
  },
});

function rangeOf(clip: number | "pack" | "none"): DiffuseOptions["clip"] {
  if (clip === "pack") return undefined;
  return clip === "none" ? { kind: "none" } : { kind: "range", value: clip };
}
