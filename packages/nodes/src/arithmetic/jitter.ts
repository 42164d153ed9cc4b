import { input, number, output, perItem, seed } from "@unclip/engine";
import { combine, dot, norm, normalize, scale, type Tensor } from "@unclip/tensor";
import { randomOf } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { embedding as embeddingKind } from "../kinds/kinds.ts";

export const jitter = eachNode({
  type: "jitter",
  version: 2,
  title: "Jitter",
  group: "arithmetic",
  about:
    "Turns an embedding by an angle in a random direction, for variations of what it shows. Keeps its length.",
  inputs: { embedding: input(embeddingKind, "Embedding", "The embedding to start from.") },
  outputs: { embedding: output(embeddingKind, "Embedding", "The embedding, turned.", "embedding") },
  params: {
    angle: number({
      title: "Angle",
      about: "How far to turn; the cosine of this angle is how similar the result is.",
      default: 15,
      min: 0,
      max: 180,
      step: 1,
      unit: "°",
    }),
    seed: seed({ about: "The direction; a batch of seeds gives one variation per seed." }),
  },
  execute: async (items) =>
    perItem(items, ({ embedding, angle, seed }) => ({
      embedding: { ...embedding, vector: turned(embedding.vector, (angle * Math.PI) / 180, seed) },
    })),
});

/** Rotates z by `angle` (radians) in the plane of z and a uniformly drawn direction. */
function turned(z: Tensor, angle: number, seed: number): Tensor {
  if (angle === 0) return z;
  const direction = normalize(z);
  const drawn = randomOf("jitter", seed).normal(z.shape);
  const across = normalize(combine(1, drawn, -dot(drawn, direction), direction));
  return scale(combine(Math.cos(angle), direction, Math.sin(angle), across), norm(z));
}
