import { input, number, optionalInput, output, perItem } from "@unclip/engine";
import { emptyText, openModel, textDirection, textDiff as turned } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { imageEmbedding, textEmbedding } from "../kinds/kinds.ts";
import { requireOneSpace, requireSpace, spaceOf } from "../kinds/spaces.ts";

export const textDiff = eachNode({
  type: "text-diff",
  version: 1,
  title: "Text diff",
  group: "arithmetic",
  about:
    "Turns an image embedding towards what changes between two captions: slerp(z_i, norm(z_t − z_t0), θ) (paper §3.3). Keep x_T fixed along a row.",
  inputs: {
    image: input(imageEmbedding, "Image embedding", "z_i, the picture to change."),
    to: input(textEmbedding, "To", "z_t of the picture after the change."),
    from: optionalInput(
      textEmbedding,
      "From",
      "z_t0 of the picture before the change. Default: the empty caption.",
    ),
  },
  outputs: {
    embedding: output(imageEmbedding, "Image embedding", "z_θ, as long as z_i."),
    direction: output(textEmbedding, "Direction", "z_d = norm(z_t − z_t0), of length 1."),
  },
  params: {
    theta: number({
      title: "θ",
      about: "How far to turn; the paper goes from 0 up to between 0.25 and 0.5.",
      default: 0.25,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "text");
    const nothing = { vector: (await emptyText(model)).embedding, space };
    return perItem(items, ({ image, to, from = nothing, theta }) => {
      requireSpace(model, "image", image.space);
      requireOneSpace([image, to, from]);
      const direction = textDirection(from.vector, to.vector);
      return {
        embedding: { vector: turned(image.vector, direction, theta), space: image.space },
        direction: { vector: direction, space },
      };
    });
  },
});
