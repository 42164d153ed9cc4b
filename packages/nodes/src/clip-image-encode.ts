import { input, output } from "@unclip/engine";
import { encodeImage, openModel } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { imageEmbedding, image as imageKind } from "./kinds.ts";
import { spaceOf } from "./spaces.ts";

export const clipImageEncode = eachNode({
  type: "clip-image-encode",
  version: 1,
  title: "CLIP image encode",
  group: "CLIP",
  about: "Turns a picture into its CLIP image embedding z_i (paper §2).",
  inputs: { image: input(imageKind, "Image", "A picture of any size; it is fitted as the pack says.") },
  outputs: { embedding: output(imageEmbedding, "Image embedding", "z_i.") },
  params: {},
  async execute(items, { host, model: id, signal }) {
    const model = await openModel(host, id);
    const space = spaceOf(model, "image");
    const vectors = await encodeImage(
      model,
      items.map(({ image }) => image),
      signal,
    );
    return vectors.map((vector) => ({ embedding: { vector, space } }));
  },
});
