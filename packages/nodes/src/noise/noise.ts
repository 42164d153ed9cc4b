import { choice, output, seed as seedParam } from "@unclip/engine";
import { openModel, randomOf, remarkOnSeed } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { noise as noiseKind } from "../kinds/kinds.ts";

export const noise = eachNode({
  type: "noise",
  version: 2,
  title: "Noise",
  group: "noise",
  about:
    "x_T in the shape that the pack's decoder starts from, or its prior. The decoder draws the same x_T from the same seed, as the prior does for its first candidate.",
  inputs: {},
  outputs: { noise: output(noiseKind, "Noise", "x_T.") },
  params: {
    seed: seedParam(),
    shape: choice({
      title: "Shape",
      about: "The decoder's x_T, for a picture, or the diffusion prior's, for an embedding.",
      default: "decoder",
      options: ["decoder", "prior"],
    }),
  },
  async execute(items, { host, model: id, remark }) {
    const model = await openModel(host, id);
    const { joint, width } = model.manifest.embedding;
    return items.map(({ seed, shape: stage }, i) => {
      const shape = stage === "prior" ? [width] : model.role("decoder").shape;
      const shared = stage === "decoder" ? remarkOnSeed(seed) : undefined;
      if (shared !== undefined) remark(shared, i);
      return { noise: { sample: randomOf(stage, seed).normal(shape), joint } };
    });
  },
});
