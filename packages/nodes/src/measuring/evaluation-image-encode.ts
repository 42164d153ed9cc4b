import { input, output } from "@unclip/engine";
import { encodeImage, openModel } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { imageEmbedding, image as imageKind } from "../kinds/kinds.ts";
import { evaluationSpace } from "../kinds/spaces.ts";

export const evaluationImageEncode = eachNode({
  type: "evaluation-image-encode",
  version: 1,
  title: "Evaluation image encode",
  group: "measuring",
  about:
    "A picture's embedding by a second CLIP that the model was not trained with, so that a measure of it does not flatter the model.",
  inputs: {
    image: input(imageKind, "Image", "A picture of any size; the pack decides how it is made square."),
  },
  outputs: {
    embedding: output(imageEmbedding, "Image embedding", "In the space of the evaluation CLIP.", {
      space: { name: "evaluation" },
    }),
  },
  params: {},
  async execute(items, { host, model: id, signal }) {
    const model = await openModel(host, id);
    const images = items.map(({ image }) => image);
    const vectors = await encodeImage(model, images, { signal, role: "evaluation-image-encoder" });
    const space = evaluationSpace(model, "image");
    return vectors.map((vector) => ({ embedding: { vector, space } }));
  },
});
