import { input, integer, output } from "@unclip/engine";
import { dot } from "@unclip/tensor";
import { allNode } from "./define-node.ts";
import { embedding, numberList, textEmbedding } from "./kinds.ts";
import { requireOneSpace } from "./spaces.ts";

export const rerank = allNode({
  type: "rerank",
  version: 1,
  title: "Rerank",
  group: "prior",
  about:
    "Keeps those of a batch of embeddings with the largest dot product with a text embedding, the largest first (paper §2.2).",
  inputs: {
    embedding: input(embedding, "Candidates", "A batch of embeddings."),
    text: input(textEmbedding, "Text embedding", "z_t; the first item where there are several.", "any"),
  },
  outputs: {
    embedding: output(embedding, "Kept", "The best candidates, the best first.", "embedding"),
    dots: output(numberList, "Dot products", "z_t · z of all candidates, in their order."),
  },
  params: { keep: integer({ title: "Keep", about: "How many to keep.", default: 1, min: 1, max: 4096 }) },
  async execute({ embedding: { items, labels }, text, keep }) {
    const [target] = text.items as [(typeof text.items)[number]];
    requireOneSpace([target, ...items]);
    const dots = items.map(({ vector }) => dot(target.vector, vector));
    // A stable sort: the first of equals stays first.
    const order = dots.map((_, i) => i).sort((a, b) => dots[b]! - dots[a]!);
    const kept = order.slice(0, keep);
    const name = (i: number) => `${labels?.[i] ?? `candidate ${i + 1}`}: ${dots[i]!.toFixed(3)}`;
    return {
      embedding: { items: kept.map((i) => items[i]!), labels: kept.map(name) },
      dots: { items: [dots] },
    };
  },
});
