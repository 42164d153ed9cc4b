import { input, integer, output } from "@unclip/engine";
import { dot } from "@unclip/tensor";
import { captionGroups } from "../captions/caption-groups.ts";
import { allNode } from "../define-node.ts";
import { labelAt } from "../items/labels.ts";
import { embedding, numberList, textEmbedding } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const rerank = allNode({
  type: "rerank",
  version: 2,
  title: "Rerank",
  group: "prior",
  about:
    "Keeps the candidates with the largest dot product with their caption's text embedding, largest first (paper §2.2). With several captions, each keeps its own candidates.",
  inputs: {
    embedding: input(embedding, "Candidates", "A batch of embeddings."),
    text: input(
      textEmbedding,
      "Text embedding",
      "z_t of one caption for all candidates, of one for each (equal ones belong together), or of fewer, with as many consecutive candidates each.",
      "any",
    ),
  },
  outputs: {
    embedding: output(embedding, "Kept", "The best candidates of each caption, best first.", "embedding"),
    dots: output(
      numberList,
      "Dot products",
      "z_t · z of a caption's candidates, in their order: a list for each caption.",
    ),
  },
  params: {
    keep: integer({
      title: "Keep",
      about: "How many to keep for each caption.",
      default: 1,
      min: 1,
      max: 4096,
    }),
  },
  async execute({ embedding: candidates, text, keep }, { remark }) {
    const { items } = candidates;
    requireOneSpace([...text.items, ...items]);
    const groups = captionGroups(items.length, text, ({ vector }) => vector.data.join(), "candidates");
    const several = groups.length > 1;
    if (several && groups.length === items.length)
      remark("Each caption has one candidate, so there is nothing to rank. Draw more candidates of each.");
    const name = (caption: number) => labelAt(text, caption, "caption ");
    const ranked = groups.map(({ caption, members }) => {
      const z = text.items[caption]!.vector;
      const all = members.map((i, place) => ({ i, place, dot: dot(z, items[i]!.vector) }));
      // The sort is stable: equal values keep their order.
      const kept = all.toSorted((p, q) => q.dot - p.dot).slice(0, keep);
      const labels = kept.map(({ i, place, dot }) => {
        const own = `${several ? `${name(caption)}, ` : ""}candidate ${place + 1}`;
        return `${candidates.labels?.[i] ?? own}: ${dot.toFixed(3)}`;
      });
      return { caption, dots: all.map((one) => one.dot), items: kept.map(({ i }) => items[i]!), labels };
    });
    return {
      embedding: {
        items: ranked.flatMap((group) => group.items),
        labels: ranked.flatMap((group) => group.labels),
      },
      dots: {
        items: ranked.map(({ dots }) => dots),
        ...(several ? { labels: ranked.map(({ caption }) => name(caption)) } : {}),
      },
    };
  },
});
