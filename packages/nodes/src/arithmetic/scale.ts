import { input, number, output, perItem } from "@unclip/engine";
import { scale as scaleVector } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";

export const scale = eachNode({
  type: "scale",
  version: 1,
  title: "Scale",
  group: "arithmetic",
  about: "k·A: makes an embedding longer or shorter; a negative k reverses it.",
  inputs: { a: input(embedding, "A", "An embedding.") },
  outputs: { embedding: output(embedding, "Embedding", "k·A.", "a") },
  params: { k: number({ title: "k", about: "The factor.", default: 1, min: -100, max: 100 }) },
  execute: async (items) =>
    perItem(items, ({ a, k }) => ({ embedding: { vector: scaleVector(a.vector, k), space: a.space } })),
});
