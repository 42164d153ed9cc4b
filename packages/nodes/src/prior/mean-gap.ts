import { input, number, output, perItem } from "@unclip/engine";
import { acrossMeanGap, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { imageEmbedding, textEmbedding } from "../kinds/kinds.ts";
import { requireSpace, spaceOf } from "../kinds/spaces.ts";

export const meanGap = eachNode({
  type: "mean-gap",
  version: 1,
  title: "Mean gap",
  group: "prior",
  about:
    "The simplest way from a caption to an image embedding: z_t plus the mean difference of images and their captions (Liang et al. 2022). A prior without a network: no seed, no variety.",
  inputs: { text: input(textEmbedding, "Text embedding", "z_t of the caption.") },
  outputs: {
    embedding: output(
      imageEmbedding,
      "Image embedding",
      "z_t moved into the region of images; has length 1 if the model's embeddings do.",
    ),
  },
  params: {
    amount: number({
      title: "Amount",
      about:
        "How much of the mean difference to add: 0 returns z_t, 1 adds the full difference of the training pictures.",
      default: 1,
      min: 0,
      max: 4,
      step: 0.05,
    }),
  },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    return Promise.all(
      perItem(items, async ({ text, amount }) => {
        requireSpace(model, "text", text.space);
        return { embedding: { vector: await acrossMeanGap(model, text.vector, amount), space } };
      }),
    );
  },
});
