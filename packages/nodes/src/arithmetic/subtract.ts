import { input, output, perItem } from "@unclip/engine";
import { subtract as subtractVectors } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const subtract = eachNode({
  type: "subtract",
  version: 1,
  title: "Subtract",
  group: "arithmetic",
  about: "A − B, element by element. The length of the result is not adjusted; see normalize and scale.",
  inputs: {
    a: input(embedding, "A", "An embedding."),
    b: input(embedding, "B", "Another, of the same joint space."),
  },
  outputs: { embedding: output(embedding, "Embedding", "A − B.", "a") },
  params: {},
  execute: async (items) =>
    perItem(items, ({ a, b }) => {
      requireOneSpace([a, b]);
      return { embedding: { vector: subtractVectors(a.vector, b.vector), space: a.space } };
    }),
});
