import { input, number, output, perItem } from "@unclip/engine";
import { lerp as lerpVectors } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const lerp = eachNode({
  type: "lerp",
  version: 1,
  title: "Lerp",
  group: "arithmetic",
  about: "Straight interpolation of two embeddings, (1 − θ)·A + θ·B; shorter in the middle than slerp.",
  inputs: {
    a: input(embedding, "A", "The embedding at θ = 0."),
    b: input(embedding, "B", "The embedding at θ = 1."),
  },
  outputs: { embedding: output(embedding, "Embedding", "(1 − θ)·A + θ·B.", "a") },
  params: {
    theta: number({
      title: "θ",
      about: "How far from A to B; beyond 0 and 1 it extrapolates.",
      default: 0.5,
      min: -4,
      max: 4,
    }),
  },
  execute: async (items) =>
    perItem(items, ({ a, b, theta }) => {
      requireOneSpace([a, b]);
      return { embedding: { vector: lerpVectors(a.vector, b.vector, theta), space: a.space } };
    }),
});
