import { input, integer, NodeError, optionalInput, output, perItem } from "@unclip/engine";
import { projectPca } from "@unclip/tensor";
import { eachNode } from "../define-node.ts";
import { basis as basisKind, embedding as embeddingKind, numberList } from "../kinds/kinds.ts";
import { basisOr, componentsOf, requireBasisSpace } from "./basis.ts";

export const pcaProject = eachNode({
  type: "pca-project",
  version: 1,
  title: "PCA project",
  group: "PCA",
  about:
    "Coordinates of an embedding along principal components: V·(z − μ), largest variance first (paper §4).",
  inputs: {
    embedding: input(embeddingKind, "Embedding", "z, of the basis's space."),
    basis: optionalInput(basisKind, "Basis", "From pca-fit. Default: the model's basis."),
  },
  outputs: { coordinates: output(numberList, "Coordinates", "One along each component.") },
  params: {
    dims: integer({
      title: "Dimensions",
      about: "Coordinates to return; all returns every coordinate of the basis.",
      default: "all",
      words: ["all"],
      min: 1,
      max: 4096,
    }),
  },
  async execute(items, context) {
    return Promise.all(
      perItem(items, async ({ embedding, basis: given, dims }) => {
        const basis = await basisOr(given, context);
        requireBasisSpace(basis, [embedding]);
        const all = componentsOf(basis);
        if (dims !== "all" && dims > all) {
          throw new NodeError(
            "dims_range",
            `Found ${dims} dimensions, expected at most ${all}, what the basis has. Lower it.`,
          );
        }
        return {
          coordinates: [...projectPca(basis.pca, embedding.vector, dims === "all" ? all : dims).data],
        };
      }),
    );
  },
});
