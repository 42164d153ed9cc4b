import { choice, output, seed as seedParam } from "@unclip/engine";
import { generator } from "@unclip/tensor";
import { openModel } from "@unclip/unclip";
import { eachNode } from "./define-node.ts";
import { noise as noiseKind } from "./kinds.ts";

export const noise = eachNode({
  type: "noise",
  version: 1,
  title: "Noise",
  group: "noise",
  about:
    "x_T in the shape that the pack's decoder starts from, or its prior; the decoder draws the same one from the same seed, as does a prior of one candidate.",
  inputs: {},
  outputs: { noise: output(noiseKind, "Noise", "x_T.") },
  params: {
    seed: seedParam(),
    shape: choice({
      title: "Shape",
      about: "Whose x_T: the decoder's, of a picture, or the diffusion prior's, of an embedding.",
      default: "decoder",
      options: ["decoder", "prior"],
    }),
  },
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const { joint, width } = model.manifest.embedding;
    return items.map(({ seed, shape: stage }) => {
      const shape = stage === "prior" ? [width] : model.role("decoder").shape;
      return { noise: { sample: generator(seed).normal(shape), joint } };
    });
  },
});
