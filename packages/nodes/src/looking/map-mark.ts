import { norm, tensor } from "@unclip/tensor";
import type { Embedding, PlotSeries } from "../kinds/values.ts";

/** Exponent of the distance in the weight of a point. */
const falloff = 4;

/**
 * The embedding at a point of the map: the mean of A, weighted by 1/d⁴ of the distance on the map (Shepard 1968), and
 * rescaled to the weighted mean length. The plane has only two of many directions, so positions between points are
 * interpolated from the points and not reconstructed from the plane.
 */
export function atMark(
  items: readonly Embedding[],
  { x, y }: PlotSeries,
  [mx, my]: readonly [number, number],
): Embedding {
  const distances = items.map((_, i) => Math.hypot((x[i] ?? 0) - mx, (y[i] ?? 0) - my));
  const nearest = Math.min(...distances);
  if (nearest < 1e-6) return items[distances.indexOf(nearest)]!;
  // Relative to the nearest distance, so that no weight overflows.
  const weights = distances.map((distance) => (nearest / distance) ** falloff);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const first = items[0]!;
  const sum = new Float32Array(first.vector.data.length);
  let length = 0;
  for (const [i, { vector }] of items.entries()) {
    const weight = weights[i]! / total;
    length += weight * norm(vector);
    for (let k = 0; k < sum.length; k++) sum[k]! += weight * vector.data[k]!;
  }
  const mixed = tensor(sum, first.vector.shape);
  const scale = norm(mixed) > 0 ? length / norm(mixed) : 1;
  return {
    vector: tensor(
      sum.map((value) => value * scale),
      first.vector.shape,
    ),
    space: first.space,
  };
}
