import { type Batch, choice, input, NodeError, numberList, optionalInput, output } from "@unclip/engine";
import {
  cosine,
  norm as lengthOf,
  normalize,
  projectPca,
  reconstructPca,
  retainedEnergy,
  scale,
} from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { labelAt } from "../items/labels.ts";
import {
  basis as basisKind,
  embedding as embeddingKind,
  number,
  table as tableKind,
} from "../kinds/kinds.ts";
import type { Basis, Embedding } from "../kinds/values.ts";
import { basisOr, componentsOf, requireBasisSpace } from "./basis.ts";

export const pcaReconstruct = allNode({
  type: "pca-reconstruct",
  version: 1,
  title: "PCA reconstruct",
  group: "PCA",
  about:
    "What is left of an embedding in its first k principal components, for each k: μ + V_k·V_kᵀ(z − μ) (paper §4, Figure 7). Decode the rungs from one x_T.",
  inputs: {
    embedding: input(embeddingKind, "Embedding", "z; of several, each is taken up the whole ladder."),
    basis: optionalInput(basisKind, "Basis", "From pca-fit. Default: the model's basis."),
  },
  outputs: {
    embedding: output(embeddingKind, "Rungs", "z^(k), from the first k to the last.", "embedding"),
    dims: output(number, "Dimensions", "k of each rung."),
    energy: output(
      number,
      "Energy",
      "Share that k components hold of the variance of the embeddings that the basis was made from, 0 to 1; not of z.",
    ),
    cosine: output(number, "Cosine", "Of z and z^(k)."),
    table: output(tableKind, "Table", "Energy and cosine, one row per rung."),
  },
  params: {
    dims: numberList({
      title: "Dimensions",
      about:
        "How many components each rung keeps; 0 gives the mean. Numbers above the size of the basis give one rung with all components.",
      of: "number",
      default: [20, 30, 40, 80, 120, 160, 200, 320],
    }),
    norm: choice({
      title: "Norm",
      about: "Length of a rung: as computed, that of z, or 1.",
      default: "computed",
      options: ["computed", "keep", "unit"],
    }),
  },
  async execute({ embedding: given, basis: bases, dims, norm }, context) {
    const basis = await basisOr(onlyBasis(bases), context);
    requireBasisSpace(basis, given.items);
    const rungs = rungsOf(dims, componentsOf(basis));
    const made = given.items.flatMap((z, i) =>
      rungs.map((k) => ({ ...rung(basis, z, k, norm), name: rungName(given, i, k), k })),
    );
    const labels = made.map(({ name }) => name);
    const batch = <T>(items: readonly T[]) => ({ items, labels });
    const energy = made.map(({ k }) => retainedEnergy(basis.pca, k));
    const note = `Of ${componentsOf(basis)} components.`;
    const rows = made.map((row, i) => ({ label: labels[i]!, values: [energy[i]!, row.cosine] }));
    return {
      embedding: batch(made.map(({ embedding }) => embedding)),
      dims: batch(made.map(({ k }) => k)),
      energy: batch(energy),
      cosine: batch(made.map((row) => row.cosine)),
      table: { items: [{ columns: ["energy", "cosine"], rows, note }] },
    };
  },
});

function onlyBasis(bases: Batch<Basis> | undefined): Basis | undefined {
  if (!bases || bases.items.length === 1) return bases?.items[0];
  throw new NodeError("batch_mismatch", `Found ${bases.items.length} bases, expected one. Pick one of them.`);
}

/** The numbers of components to keep, in their order. Throws NodeError `dims_range`. */
function rungsOf(dims: readonly number[], all: number): number[] {
  const odd = dims.find((k) => !Number.isInteger(k) || k < 0);
  if (odd !== undefined || dims.length === 0) {
    throw new NodeError(
      "dims_range",
      `Found ${odd ?? "no number"} in the list of dimensions, expected integers from 0 up. Write one for each rung.`,
    );
  }
  return dims.map((k) => Math.min(k, all)).filter((k, i, kept) => k < all || kept.indexOf(k) === i);
}

function rung({ pca }: Basis, { vector, space }: Embedding, k: number, norm: "computed" | "keep" | "unit") {
  const computed = reconstructPca(pca, projectPca(pca, vector, k));
  const length = norm === "unit" ? 1 : lengthOf(vector);
  const kept = norm === "computed" ? computed : scale(normalize(computed), length);
  return { embedding: { vector: kept, space }, cosine: cosine(vector, computed) };
}

function rungName(given: Batch, i: number, k: number): string {
  return given.items.length === 1 ? `k = ${k}` : `k = ${k}, ${labelAt(given, i, "z")}`;
}
