import { input, output, perItem } from "@unclip/engine";
import { add as addVectors } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const add = eachNode({
  type: "add",
  version: 1,
  title: "Add",
  group: "arithmetic",
  about: "A + B, element by element. The length of the result is not adjusted; see normalize and scale.",
  inputs: {
    a: input(embedding, "A", "An embedding."),
    b: input(embedding, "B", "Another, of the same joint space."),
  },
  outputs: { embedding: output(embedding, "Embedding", "A + B.", "a") },
  params: {},
  execute: async (items) =>
    perItem(items, ({ a, b }) => {
      requireOneSpace([a, b]);
      return { embedding: { vector: addVectors(a.vector, b.vector), space: a.space } };
    }),
});
