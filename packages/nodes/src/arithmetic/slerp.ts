import { choice, input, number, output, perItem } from "@unclip/engine";
import { slerp as slerpVectors } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const slerp = eachNode({
  type: "slerp",
  version: 1,
  title: "Slerp",
  group: "arithmetic",
  about: "Spherical interpolation of two embeddings, exact at its ends (paper §3.2).",
  inputs: {
    a: input(embedding, "A", "The embedding at θ = 0."),
    b: input(embedding, "B", "The embedding at θ = 1."),
  },
  outputs: { embedding: output(embedding, "Embedding", "At θ of the way from A to B.", "a") },
  params: {
    theta: number({ title: "θ", about: "How far from A to B.", default: 0.5, min: 0, max: 1, step: 0.01 }),
    norm: choice({
      title: "Norm",
      about: "Length of the result: interpolated between those of A and B, that of A, or 1.",
      default: "interpolate",
      options: ["interpolate", "keep-a", "unit"],
    }),
  },
  execute: async (items) =>
    perItem(items, ({ a, b, theta, norm }) => {
      requireOneSpace([a, b]);
      return { embedding: { vector: slerpVectors(a.vector, b.vector, theta, norm), space: a.space } };
    }),
});
