import { input, integer, NodeError, optionalInput, output } from "@unclip/engine";
import { type Codebook, openModel, packCodebook, uniformCodebook } from "@unclip/unclip";
import { basisOr, componentsOf, requireBasisSpace } from "./basis.ts";
import { eachNode } from "./define-node.ts";
import { basis as basisKind, codes as codesKind, imageEmbedding } from "./kinds.ts";
import { requireSpace } from "./spaces.ts";
import type { Basis } from "./values.ts";

/** What the paper takes (§2.2). */
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
    basis: optionalInput(basisKind, "Basis", "Of pca-fit; the model's own without it."),
  },
  outputs: { codes: output(codesKind, "Codes", "One integer a coordinate.") },
  params: {
    dims: integer({
      title: "Dimensions",
      about: "Coordinates to keep; 0 keeps all that there are.",
      default: 0,
      min: 0,
      max: 4096,
    }),
    buckets: integer({
      title: "Buckets",
      about:
        "Equal buckets over ±3 standard deviations of each coordinate; 0 takes the buckets of the model's autoregressive prior, or the paper's 1,024 where a basis is connected.",
      default: 0,
      min: 0,
      max: 65_536,
    }),
  },
  async execute(items, context) {
    const model = await openModel(context.host, context.model);
    return Promise.all(
      items.map(async ({ embedding, basis, dims, buckets }) => {
        requireSpace(model, "embedding", embedding.space);
        if (basis) requireBasisSpace(basis, [embedding]);
        const codebook =
          basis || buckets > 0
            ? codebookOf(await basisOr(basis, context), dims, buckets)
            : await packCodebook(model);
        const values = codebook.encode(embedding.vector);
        const kept = dims === 0 ? values : values.slice(0, requireDims(dims, values.length));
        return { codes: { values: kept, codebook, space: embedding.space } };
      }),
    );
  },
});

function codebookOf(basis: Basis, dims: number, buckets: number): Codebook {
  const all = componentsOf(basis);
  return uniformCodebook(basis.pca, dims === 0 ? all : requireDims(dims, all), buckets || paperBuckets);
}

function requireDims(dims: number, all: number): number {
  if (dims <= all) return dims;
  throw new NodeError(
    "dims_range",
    `Found ${dims} dimensions, expected at most ${all}, what the model has. Lower it.`,
  );
}
