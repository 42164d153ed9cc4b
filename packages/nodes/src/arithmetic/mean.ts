import { input, output } from "@unclip/engine";
import { mean as meanVector } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { embedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const mean = allNode({
  type: "mean",
  version: 1,
  title: "Mean",
  group: "arithmetic",
  about: "The mean of a batch of embeddings: what they have in common.",
  inputs: { embedding: input(embedding, "Embeddings", "A batch of one joint space.") },
  outputs: {
    embedding: output(
      embedding,
      "Embedding",
      "Their mean; the more they differ, the shorter it is.",
      "embedding",
    ),
  },
  params: {},
  async execute({ embedding: { items } }) {
    requireOneSpace(items);
    return {
      embedding: {
        items: [{ vector: meanVector(items.map(({ vector }) => vector)), space: items[0]!.space }],
      },
    };
  },
});
