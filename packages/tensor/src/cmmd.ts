import { squaredDistance } from "./squared-distance.ts";
import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

const SIGMA = 10;

/**
 * CLIP maximum mean discrepancy (Jayasumana et al. 2024): 1000·(E k(x,x′) + E k(y,y′) − 2·E k(x,y)) with
 * k = exp(−‖·‖²/2σ²), σ = 10, over all pairs, as its authors compute it. Meant for unit-norm CLIP embeddings.
 *
 * This V-statistic counts each member as its own neighbour, so it is too large: for m and n members of one
 * distribution it gives 1000·(1 − E k)(1/m + 1/n) on average, not 0. Throws `shape` for an empty set or other widths.
 */
export function cmmd(x: readonly Tensor[], y: readonly Tensor[]): number {
  return 1000 * (meanKernel(x, x) + meanKernel(y, y) - 2 * meanKernel(x, y));
}

/**
 * The same without the pairs of a member with itself (the U-statistic, Gretton et al. 2012, eq. 3): right on average
 * for any number of members, 0 for two sets of one distribution, and so below 0 at times. Throws `shape` for sets of
 * fewer than two or other widths.
 */
export function unbiasedCmmd(x: readonly Tensor[], y: readonly Tensor[]): number {
  if (x.length < 2 || y.length < 2)
    throw new TensorError("shape", "The unbiased CMMD needs two sets of at least two; one has fewer.");
  return 1000 * (withoutSelf(x) + withoutSelf(y) - 2 * meanKernel(x, y));
}

/** E k(x,x′) over pairs of different members; k(x,x) is 1. */
function withoutSelf(x: readonly Tensor[]): number {
  const n = x.length;
  return (meanKernel(x, x) * n - 1) / (n - 1);
}

function meanKernel(x: readonly Tensor[], y: readonly Tensor[]): number {
  if (x.length === 0 || y.length === 0)
    throw new TensorError("shape", "CMMD needs two sets; one of them is empty.");
  let sum = 0;
  for (const p of x) for (const q of y) sum += Math.exp(-squaredDistance(p, q) / (2 * SIGMA * SIGMA));
  return sum / (x.length * y.length);
}
