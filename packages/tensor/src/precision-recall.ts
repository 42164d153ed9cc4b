import { squaredDistance } from "./squared-distance.ts";
import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

export interface PrecisionRecall {
  /** Share of the made samples that lie among the real ones, 0..1. */
  readonly precision: number;
  /** Share of the real samples that lie among the made ones, 0..1. */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, eq. 1–3): a set covers the balls around its members that
 * reach to their k-th nearest neighbour within the set. Throws `shape` unless both sets have more than k members.
 */
export function precisionRecall(real: readonly Tensor[], made: readonly Tensor[], k = 3): PrecisionRecall {
  return { precision: covered(made, real, k), recall: covered(real, made, k) };
}

function covered(points: readonly Tensor[], by: readonly Tensor[], k: number): number {
  if (points.length === 0)
    throw new TensorError("shape", "Precision and recall need two sets; one of them is empty.");
  const radii = by.map((_, i) => neighbourDistance(by, i, k));
  const inside = points.filter((point) =>
    by.some((center, i) => squaredDistance(point, center) <= radii[i]!),
  );
  return inside.length / points.length;
}

/** Squared distance from member `index` to its k-th nearest other member. */
function neighbourDistance(set: readonly Tensor[], index: number, k: number): number {
  if (!Number.isInteger(k) || k < 1 || set.length <= k) {
    throw new TensorError(
      "shape",
      `Precision and recall with k = ${k} need more members; found ${set.length}.`,
    );
  }
  const distances = Float64Array.from(set, (member) => squaredDistance(set[index]!, member)).sort();
  // The nearest of all is the member itself, at 0.
  return distances[k]!;
}
