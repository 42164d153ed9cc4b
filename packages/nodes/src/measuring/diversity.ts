import { type Batch, input, NodeError, optionalInput, output } from "@unclip/engine";
import { cosine, symmetricEigen, type Tensor } from "@unclip/tensor";
import { captionGroups } from "../captions/caption-groups.ts";
import { allNode } from "../define-node.ts";
import { embedding as embeddingKind, number, table, text } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";
import { measured, requireMany } from "./embedding-sets.ts";

export const diversity = allNode({
  type: "diversity",
  version: 1,
  title: "Diversity",
  group: "measuring",
  about:
    "How different the pictures of a batch are, or those of one caption where captions are connected: the mean cosine distance of all pairs, and the Vendi score, the number of different ones that they are worth (Friedman & Dieng 2023).",
  sink: true,
  inputs: {
    embedding: input(embeddingKind, "Embeddings", "At least two, of pictures that could be alike."),
    caption: optionalInput(
      text,
      "Captions",
      "Of the pictures: only pictures of one caption are compared, and the results are means over captions. Without it all pictures are compared.",
    ),
  },
  outputs: {
    distance: output(number, "Distance", "Mean of 1 − cos over all pairs: 0 if all are alike, 2 at most."),
    vendi: output(number, "Vendi score", "From 1, all alike, to as many as there are, all different."),
    table: output(table, "Table", "Both, and the number of embeddings."),
  },
  params: {},
  async execute({ embedding: { items }, caption: captions }) {
    requireMany(items.length, "given", 2);
    requireOneSpace(items);
    const { joint, width } = items[0]!.space;
    const groups = captions ? groupsOf(items.length, captions) : [items.map((_, i) => i)];
    const measures = groups.map((members) => {
      const cosines = cosineMatrix(members.map((i) => items[i]!.vector));
      const n = members.length;
      return { distance: meanDistance(cosines, n), vendi: vendiScore(cosines, n) };
    });
    const distance = meanOf(measures.map((one) => one.distance));
    const vendi = meanOf(measures.map((one) => one.vendi));
    const within = captions
      ? ` within ${groups.length} caption${groups.length === 1 ? "" : "s"}, means over them`
      : "";
    const note = `Diversity of ${items.length} embeddings${within}, ${width} wide, of "${joint}".`;
    return {
      distance: { items: [distance] },
      vendi: { items: [vendi] },
      table: measured(note, {
        "mean distance": distance,
        "Vendi score": vendi,
        n: items.length,
        ...(captions ? { captions: groups.length } : {}),
      }),
    };
  },
});

/** The pictures of each caption. Throws NodeError `set_small` if a caption has only one, `batch_mismatch`. */
function groupsOf(count: number, captions: Batch<string>): (readonly number[])[] {
  const groups = captionGroups(count, captions, (caption) => caption, "embeddings");
  const lone = groups.find(({ members }) => members.length < 2);
  if (lone) {
    throw new NodeError(
      "set_small",
      `Found one picture of "${captions.items[lone.caption]}", expected at least two of each caption. Draw each caption with several seeds.`,
    );
  }
  return groups.map(({ members }) => members);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** [n, n] */
function cosineMatrix(vectors: readonly Tensor[]): Float64Array {
  const n = vectors.length;
  const matrix = new Float64Array(n * n);
  for (let p = 0; p < n; p++) {
    matrix[p * n + p] = 1;
    for (let q = 0; q < p; q++) {
      matrix[p * n + q] = cosine(vectors[p]!, vectors[q]!);
      matrix[q * n + p] = matrix[p * n + q]!;
    }
  }
  return matrix;
}

/** Over the n(n − 1) pairs of different members. */
function meanDistance(cosines: Float64Array, n: number): number {
  const sum = cosines.reduce((total, cos) => total + 1 - cos, 0);
  return Math.max(0, sum / (n * (n - 1)));
}

/** exp(−Σ λ log λ) of the eigenvalues of K / n. */
function vendiScore(cosines: Float64Array, n: number): number {
  const { values } = symmetricEigen(
    cosines.map((cos) => cos / n),
    n,
  );
  const entropy = values.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
  return Math.exp(entropy);
}
