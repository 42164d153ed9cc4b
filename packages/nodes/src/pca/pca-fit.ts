import { input, integer, NodeError, output } from "@unclip/engine";
import { fitPca, retainedEnergy } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { basis as basisKind, embedding, numberList } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const pcaFit = allNode({
  type: "pca-fit",
  version: 1,
  title: "PCA fit",
  group: "PCA",
  about:
    "Finds the directions along which a batch of embeddings differs, largest variance first (paper §2.2, §4).",
  inputs: {
    embedding: input(
      embedding,
      "Embeddings",
      "At least two of one space; n embeddings give n − 1 components.",
    ),
  },
  outputs: {
    basis: output(basisKind, "Basis", "Mean, components and their variances.", { as: "embedding" }),
    energy: output(
      numberList,
      "Energy",
      "Share of the variance of these embeddings that the first 1, 2, … components hold.",
    ),
  },
  params: {
    dims: integer({
      title: "Dimensions",
      about: "Components to keep; all keeps every component that the embeddings determine.",
      default: "all",
      words: ["all"],
      min: 1,
      max: 4096,
    }),
  },
  async execute({ embedding: { items }, dims }) {
    requireOneSpace(items);
    if (items.length < 2) {
      throw new NodeError(
        "embeddings_few",
        "Found one embedding, expected at least two. Give a batch of different ones.",
      );
    }
    const pca = fitPca(
      items.map(({ vector }) => vector),
      dims === "all" ? undefined : dims,
    );
    const energy = [...pca.eigenvalues.data].map((_, i) => retainedEnergy(pca, i + 1));
    return { basis: { items: [{ pca, space: items[0]!.space }] }, energy: { items: [energy] } };
  },
});
