import { input, integer, optionalInput, output } from "@unclip/engine";
import { invert, openModel } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { inGroups } from "./groups.ts";
import { encoding, image, imageEmbedding, noise } from "./kinds.ts";
import { own, ownSteps } from "./own-setting.ts";
import { requireSpace } from "./spaces.ts";
import { stepPreviews } from "./step-previews.ts";

export const ddimInvert = eachNode({
  type: "ddim-invert",
  version: 1,
  title: "DDIM invert",
  group: "decoder",
  about:
    "Finds the x_T from which the decoder returns to a picture (paper §3.1). Decode it with the same embedding, DDIM, guidance 1: η = 0 gives the picture back, above it variations.",
  inputs: {
    image: input(image, "Image", "The picture; resized to what the decoder draws."),
    embedding: optionalInput(imageEmbedding, "Embedding", "z_i of the picture, of clip-image-encode."),
    text: optionalInput(encoding, "Text encoding", "A caption for decoders that read one; others ignore it."),
  },
  outputs: { noise: output(noise, "Noise", "x_T, with the levels over which it was found.") },
  params: {
    steps: ownSteps,
    refinements: integer({
      title: "Refinements",
      about: "Further model calls a step, each of which brings the way back closer to the picture.",
      default: 3,
      min: 0,
      max: 20,
    }),
  },
  async execute(items, context) {
    const { host, signal } = context;
    const model = await openModel(host, context.model);
    const { joint } = model.manifest.embedding;
    for (const { embedding, text } of items) {
      if (embedding) requireSpace(model, "embedding", embedding.space);
      if (text) requireSpace(model, "text", text.space);
    }
    const key = (item: (typeof items)[number]) => `${item.steps} ${item.refinements}`;
    const noises = await inGroups(items, key, async (group, indices, done) => {
      const previews = stepPreviews(context, { indices, done, count: items.length });
      const { steps, refinements } = group[0]!;
      const inversion = await invert(
        model,
        group.map(({ image, embedding, text }) => ({ image, embedding: embedding?.vector, text })),
        { steps: own(steps), refinements, signal, onStep: previews.onStep },
      );
      await previews.settle();
      return inversion.noise.map((sample) => ({ sample, joint, timesteps: inversion.timesteps }));
    });
    return noises.map((found) => ({ noise: found }));
  },
});
