import { input, integer, NodeError, optionalInput, output, perItem } from "@unclip/engine";
import { type Codebook, openModel, packCodebook, uniformCodebook } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { basis as basisKind, codes as codesKind, imageEmbedding } from "../kinds/kinds.ts";
import { requireSpace } from "../kinds/spaces.ts";
import type { Basis } from "../kinds/values.ts";
import { basisOr, componentsOf, requireBasisSpace } from "./basis.ts";

/** The paper's value (§2.2). */
const paperBuckets = 1024;

export const quantize = eachNode({
  type: "quantize",
  version: 1,
  title: "Quantize",
  group: "PCA",
  about:
    "Turns an embedding into integers: its PCA coordinates, largest variance first, each in a bucket (paper §2.2).",
  inputs: {
    embedding: input(imageEmbedding, "Embedding", "z_i, of the model's space."),
    basis: optionalInput(basisKind, "Basis", "From pca-fit. Default: the model's basis."),
  },
  outputs: { codes: output(codesKind, "Codes", "One integer per coordinate.") },
  params: {
    dims: integer({
      title: "Dimensions",
      about: "Coordinates to keep; all keeps every coordinate.",
      default: "all",
      words: ["all"],
      min: 1,
      max: 4096,
    }),
    buckets: integer({
      title: "Buckets",
      about:
        "Equal buckets over ±3 standard deviations of each coordinate; pack uses the buckets of the model's autoregressive prior, or the paper's 1,024 if a basis is connected.",
      default: "pack",
      words: ["pack"],
      min: 1,
      max: 65_536,
    }),
  },
  async execute(items, context) {
    const model = await openModel(context.host, context.model);
    return Promise.all(
      perItem(items, async ({ embedding, basis, dims, buckets }) => {
        requireSpace(model, "embedding", embedding.space);
        if (basis) requireBasisSpace(basis, [embedding]);
        const codebook =
          basis || buckets !== "pack"
            ? codebookOf(await basisOr(basis, context), dims, buckets)
            : await packCodebook(model);
        const values = codebook.encode(embedding.vector);
        const kept = dims === "all" ? values : values.slice(0, requireDims(dims, values.length));
        return { codes: { values: kept, codebook, space: embedding.space } };
      }),
    );
  },
});

function codebookOf(basis: Basis, dims: number | "all", buckets: number | "pack"): Codebook {
  const all = componentsOf(basis);
  const kept = dims === "all" ? all : requireDims(dims, all);
  return uniformCodebook(basis.pca, kept, buckets === "pack" ? paperBuckets : buckets);
}

function requireDims(dims: number, all: number): number {
  if (dims <= all) return dims;
  throw new NodeError(
    "dims_range",
    `Found ${dims} dimensions, expected at most ${all}, what the model has. Lower it.`,
  );
}
