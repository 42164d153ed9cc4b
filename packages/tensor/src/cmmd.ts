import { squaredDistance } from "./squared-distance.ts";
import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

const SIGMA = 10;

/**
 * CLIP maximum mean discrepancy (Jayasumana et al. 2024): 1000·(E k(x,x′) + E k(y,y′) − 2·E k(x,y)) with
 * k = exp(−‖·‖²/2σ²), σ = 10, over all pairs (the V-statistic). Meant for unit-norm CLIP embeddings; unlike the Fréchet
 * distance it depends little on how many there are. Throws `shape` for an empty set or other widths.
 */
export function cmmd(x: readonly Tensor[], y: readonly Tensor[]): number {
  return 1000 * (meanKernel(x, x) + meanKernel(y, y) - 2 * meanKernel(x, y));
}

function meanKernel(x: readonly Tensor[], y: readonly Tensor[]): number {
  if (x.length === 0 || y.length === 0)
    throw new TensorError("shape", "CMMD needs two sets; one of them is empty.");
  let sum = 0;
  for (const p of x) for (const q of y) sum += Math.exp(-squaredDistance(p, q) / (2 * SIGMA * SIGMA));
  return sum / (x.length * y.length);
}
