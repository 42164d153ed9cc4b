import { norm, tensor } from "@unclip/tensor";
import type { Embedding, PlotSeries } from "../kinds/values.ts";

/** How fast the weight of a point falls with its distance from the mark. */
const falloff = 4;

/**
 * The embedding at a place of the map: the mean of all of A, each weighted by 1/d⁴ of its distance there (Shepard 1968),
 * brought back to the length that they have. The plane holds two of many directions, so what lies between points is
 * made from the points and not from the plane.
 */
export function atMark(
  items: readonly Embedding[],
  { x, y }: PlotSeries,
  [mx, my]: readonly [number, number],
): Embedding {
  const distances = items.map((_, i) => Math.hypot((x[i] ?? 0) - mx, (y[i] ?? 0) - my));
  const nearest = Math.min(...distances);
  if (nearest < 1e-6) return items[distances.indexOf(nearest)]!;
  // Relative to the nearest, so that no weight overflows.
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
