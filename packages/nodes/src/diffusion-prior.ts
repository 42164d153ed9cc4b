import { input, integer, output, seed } from "@unclip/engine";
import { openModel, samplePrior } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { inGroups } from "./groups.ts";
import { encoding, imageEmbedding, numberList } from "./kinds.ts";
import { own, ownGuidance, ownSteps } from "./own-setting.ts";
import { requireSpace, spaceOf } from "./spaces.ts";
import { overall } from "./step-previews.ts";

export const diffusionPrior = eachNode({
  type: "diffusion-prior",
  version: 1,
  title: "Diffusion prior",
  group: "prior",
  about:
    "Draws an image embedding that fits a caption: P(z_i | y) by diffusion over embeddings (paper §2.2).",
  inputs: { text: input(encoding, "Text encoding", "The caption, encoded.") },
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
    seed: seed(),
  },
  async execute(items, { host, model: id, signal, progress }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    for (const { text } of items) requireSpace(model, "text", text.space);
    const key = (item: (typeof items)[number]) => `${item.steps} ${item.candidates}`;
    const samples = await inGroups(items, key, (group, indices, done) =>
      samplePrior(
        model,
        group.map(({ text, seed, guidance }) => ({ text, seed, guidance: own(guidance) })),
        {
          steps: own(group[0]!.steps),
          candidates: own(group[0]!.candidates),
          signal,
          onStep: ({ step, steps }) =>
            progress(...overall(step, steps, { indices, done, count: items.length })),
        },
      ),
    );
    return samples.map(({ embedding, dots }) => ({ embedding: { vector: embedding, space }, dots }));
  },
});
