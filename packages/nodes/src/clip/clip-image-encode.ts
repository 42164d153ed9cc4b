import { choice, input, output } from "@unclip/engine";
import { encodeImage, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { inGroups } from "../items/in-groups.ts";
import { imageEmbedding, image as imageKind } from "../kinds/kinds.ts";
import { spaceOf } from "../kinds/spaces.ts";
import { own } from "../sampling/own-setting.ts";

export const clipImageEncode = eachNode({
  type: "clip-image-encode",
  version: 2,
  title: "CLIP image encode",
  group: "CLIP",
  about: "Turns a picture into its CLIP image embedding z_i (paper §2).",
  inputs: { image: input(imageKind, "Image", "A picture of any size; it is made square and resized.") },
  outputs: { embedding: output(imageEmbedding, "Image embedding", "z_i.") },
  params: {
    fit: choice({
      title: "Fit",
      about:
        "How to make a picture square: pad with white, crop the centre, or squash; pack uses the pack's setting.",
      default: "pack",
      options: ["pack", "pad-white", "crop", "squash"],
    }),
  },
  async execute(items, { host, model: id, signal }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    const vectors = await inGroups(
      items,
      ({ fit }) => fit,
      (group) =>
        encodeImage(
          model,
          group.map(({ image }) => image),
          { fit: own(group[0]!.fit), signal },
        ),
    );
    return vectors.map((vector) => ({ embedding: { vector, space } }));
  },
});
