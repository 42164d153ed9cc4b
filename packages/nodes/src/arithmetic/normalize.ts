import { input, number, output, perItem } from "@unclip/engine";
import { normalize as normalizeVector, scale } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";

export const normalize = eachNode({
  type: "normalize",
  version: 1,
  title: "Normalize",
  group: "arithmetic",
  about: "Sets the length of an embedding and keeps its direction.",
  inputs: { a: input(embedding, "A", "An embedding that is not zero.") },
  outputs: { embedding: output(embedding, "Embedding", "A / ‖A‖, times the length.", "a") },
  params: { length: number({ title: "Length", about: "‖z‖ of the result.", default: 1, min: 0, max: 1000 }) },
  execute: async (items) =>
    perItem(items, ({ a, length }) => ({
      embedding: { vector: scale(normalizeVector(a.vector), length), space: a.space },
    })),
});
