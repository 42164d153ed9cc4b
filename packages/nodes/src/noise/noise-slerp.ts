import { input, NodeError, number, output, perItem } from "@unclip/engine";
import { slerp } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { noise } from "../kinds/kinds.ts";
import { sameLevels } from "../kinds/values.ts";

export const noiseSlerp = eachNode({
  type: "noise-slerp",
  version: 1,
  title: "Noise slerp",
  group: "noise",
  about:
    "Spherical interpolation of two x_T, so that both ends of an interpolation return to their pictures (paper §3.2).",
  inputs: {
    a: input(noise, "A", "The noise at θ = 0."),
    b: input(noise, "B", "The noise at θ = 1."),
  },
  outputs: { noise: output(noise, "Noise", "At θ of the way from A to B.") },
  params: {
    theta: number({ title: "θ", about: "How far from A to B.", default: 0.5, min: 0, max: 1, step: 0.01 }),
  },
  execute: async (items) =>
    perItem(items, ({ a, b, theta }) => {
      if (a.joint !== b.joint || !sameLevels(a, b)) {
        throw new NodeError(
          "noise_mismatch",
          "Found two noises that were not made alike, expected the same model, and the same steps where both come from pictures. Make them alike.",
        );
      }
      return { noise: { ...a, sample: slerp(a.sample, b.sample, theta) } };
    }),
});
