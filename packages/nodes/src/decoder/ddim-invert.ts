import { input, integer, optionalInput, output, perItem } from "@unclip/engine";
import { invert, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { inGroups } from "../items/in-groups.ts";
import { encoding, image, imageEmbedding, noise, number } from "../kinds/kinds.ts";
import { requireSpace } from "../kinds/spaces.ts";
import { own, ownSteps } from "../sampling/own-setting.ts";
import { stepPreviews } from "../sampling/step-previews.ts";

export const ddimInvert = eachNode({
  type: "ddim-invert",
  version: 3,
  title: "DDIM invert",
  group: "decoder",
  about:
    "Finds the x_T from which the decoder returns to a picture (paper §3.1). Decode it with the same embedding, DDIM and guidance 1: η = 0 returns the picture, η above 0 gives variations.",
  inputs: {
    image: input(image, "Image", "The picture; it is resized to the decoder's size."),
    embedding: optionalInput(imageEmbedding, "Embedding", "z_i of the picture, of clip-image-encode."),
    text: optionalInput(
      encoding,
      "Text encoding",
      "A caption, for decoders that read text; others ignore it.",
    ),
  },
  outputs: {
    noise: output(noise, "Noise", "x_T, with the levels of the inversion."),
    error: output(
      number,
      "Error",
      "Round-trip error: root mean square difference between the picture and the one decoded from x_T, 0 to 1.",
    ),
  },
  params: {
    steps: ownSteps("decoder", "inversionSteps"),
    refinements: integer({
      title: "Refinements",
      about: "Extra model calls per step; each reduces the round-trip error.",
      default: 3,
      min: 0,
      max: 20,
    }),
    tMax: integer({
      title: "t_max",
      about:
        "The level of x_T; auto uses 95 % of the schedule. At the top of the schedule, the picture cannot be recovered.",
      default: "auto",
      words: ["auto"],
      min: 1,
      max: 9999,
    }),
  },
  async execute(items, context) {
    const { host, signal } = context;
    const model = await openModel(host, context.model);
    const { joint } = model.manifest.embedding;
    perItem(items, ({ embedding, text }) => {
      if (embedding) requireSpace(model, "embedding", embedding.space);
      if (text) requireSpace(model, "text", text.space);
    });
    const key = (item: (typeof items)[number]) => `${item.steps} ${item.refinements} ${item.tMax}`;
    return inGroups(items, key, async (group, indices, done) => {
      const previews = stepPreviews(context, { indices, done, count: items.length });
      const { steps, refinements, tMax } = group[0]!;
      const inversion = await invert(
        model,
        group.map(({ image, embedding, text }) => ({ image, embedding: embedding?.vector, text })),
        {
          steps: own(steps),
          refinements,
          top: tMax === "auto" ? undefined : tMax,
          signal,
          onStep: previews.onStep,
        },
      );
      await previews.settle();
      const { timesteps, errors } = inversion;
      return inversion.noise.map((sample, i) => ({
        noise: { sample, joint, timesteps },
        error: errors[i]!,
      }));
    });
  },
});
