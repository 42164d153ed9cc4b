import { input, integer, number, optionalInput, output, seed } from "@unclip/engine";
import { type DiffuseOptions, openModel, samplePrior } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { inGroups } from "./groups.ts";
import { encoding, imageEmbedding, numberList } from "./kinds.ts";
import { eta, own, ownGuidance, ownSampler, ownSpacing, ownSteps } from "./own-setting.ts";
import { requireSpace, spaceOf } from "./spaces.ts";
import { overall } from "./step-previews.ts";

export const diffusionPrior = eachNode({
  type: "diffusion-prior",
  version: 2,
  title: "Diffusion prior",
  group: "prior",
  about:
    "Draws an image embedding that fits a caption: P(z_i | y) by diffusion over embeddings (paper §2.2).",
  inputs: {
    text: input(encoding, "Text encoding", "The caption, encoded."),
    negative: optionalInput(
      encoding,
      "Negative",
      "A caption that guidance steers away from; without it, the empty one.",
    ),
  },
  outputs: {
    embedding: output(imageEmbedding, "Image embedding", "z_i, the best of the candidates."),
    dots: output(numberList, "Dot products", "z_t · z_i of each candidate."),
  },
  params: {
    steps: ownSteps,
    guidance: ownGuidance,
    candidates: integer({
      title: "Candidates",
      about:
        "Embeddings drawn, of which the one with the largest z_t · z_i is kept; the paper draws 2, 0 takes the pack's own number.",
      default: 0,
      min: 0,
      max: 64,
    }),
    sampler: ownSampler,
    eta,
    seed: seed(),
    spacing: ownSpacing,
    clip: number({
      title: "Clip x̂₀",
      about:
        "Keeps every coordinate of each step's embedding within ± this (Karlo: 5); 0 takes the pack's own rule, −1 keeps all.",
      default: 0,
      min: -1,
      max: 100,
      step: 0.5,
    }),
  },
  async execute(items, { host, model: id, signal, progress }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    for (const { text, negative } of items) {
      requireSpace(model, "text", text.space);
      if (negative) requireSpace(model, "negative", negative.space);
    }
    const key = (item: (typeof items)[number]) =>
      [item.steps, item.candidates, item.sampler, item.eta, item.spacing, item.clip].join(" ");
    const samples = await inGroups(items, key, (group, indices, done) =>
      samplePrior(
        model,
        group.map(({ text, negative, seed, guidance }) => ({
          text,
          negative,
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
    return samples.map(({ embedding, dots }) => ({ embedding: { vector: embedding, space }, dots }));
  },
});

function rangeOf(clip: number): DiffuseOptions["clip"] {
  if (clip === 0) return undefined;
  return clip < 0 ? { kind: "none" } : { kind: "range", value: clip };
}
