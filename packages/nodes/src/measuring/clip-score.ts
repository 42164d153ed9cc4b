import { broadcastLabels, broadcastLength, choice, input, itemAt, output } from "@unclip/engine";
import { cosine } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { imageEmbedding, number, table, textEmbedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";
import { measured } from "./embedding-sets.ts";

const weights = { cosine: 1, "2.5 × cosine": 2.5, "100 × cosine": 100 };

export const clipScore = allNode({
  type: "clip-score",
  version: 1,
  title: "CLIP score",
  group: "measuring",
  about:
    "How well pictures fit captions: w · max(cos, 0) of their CLIP embeddings (Hessel et al. 2021 §3). The model's own CLIP overestimates the score.",
  sink: true,
  inputs: {
    embedding: input(
      imageEmbedding,
      "Image embedding",
      "z_i of the pictures, encoded from their pixels.",
      "any",
    ),
    text: input(textEmbedding, "Text embedding", "z_t of the captions: one for each, or one for all.", "any"),
  },
  outputs: {
    score: output(number, "Scores", "One for each picture."),
    mean: output(number, "Mean", "Of all pictures."),
    table: output(table, "Table", "The mean and the number of pictures."),
  },
  params: {
    weight: choice({
      title: "Weight",
      about:
        "w: 1 is the plain cosine, 2.5 that of the paper by Hessel et al., 100 that of common libraries.",
      default: "cosine",
      options: ["cosine", "2.5 × cosine", "100 × cosine"],
    }),
  },
  async execute({ embedding, text, weight }) {
    const batches = { embedding, text };
    const count = broadcastLength(batches);
    const scores = Array.from({ length: count }, (_, i) => {
      const pair = [itemAt(embedding, i), itemAt(text, i)] as const;
      requireOneSpace(pair);
      return weights[weight] * Math.max(0, cosine(pair[0].vector, pair[1].vector));
    });
    const mean = scores.reduce((sum, score) => sum + score, 0) / count;
    const labels = broadcastLabels(batches, count);
    const { joint } = embedding.items[0]!.space;
    const note = `CLIP score (${weight}) of ${count} picture${count === 1 ? "" : "s"} by "${joint}".`;
    return {
      score: { items: scores, ...(labels ? { labels } : {}) },
      mean: { items: [mean] },
      table: measured(note, { "CLIP score": mean, n: count }),
    };
  },
});
