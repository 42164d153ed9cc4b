import { affine, exponential, type Tensor } from "@unclip/tensor";
import { DiffusionError } from "./diffusion-error.ts";
import type { Posterior } from "./posterior.ts";

/** Lower bound of a variance before its logarithm; smaller values are rounding errors. */
const SMALLEST = 1e-20;

/** σ of the noise that a step adds when the variance is the posterior's own, β̃ (Ho et al. 2020 §3.2). */
export function fixedSmallDeviation(jump: Posterior): number {
  return Math.sqrt(Math.max(jump.variance, SMALLEST));
}

/** ln σ² for v in [−1, 1]: from ln β̃ to ln β (Nichol & Dhariwal 2021, eq. 15, with f = (v + 1)/2). */
export function learnedLogVariance(jump: Posterior, v: number): number {
  const { middle, reach } = logRange(jump);
  return middle + reach * v;
}

/** σ, element by element, for a network's variance output. Throws `prediction` when the network has none. */
export function learnedDeviation(jump: Posterior, variance: Tensor | undefined): Tensor {
  if (variance === undefined) {
    const about = "Learned-range variance needs a network with a variance output; this one has none.";
    throw new DiffusionError("prediction", `${about} Split its channels in two, or sample with fixed-small.`);
  }
  const { middle, reach } = logRange(jump);
  return exponential(affine(variance, reach, middle), 0.5);
}

function logRange(jump: Posterior) {
  const low = Math.log(Math.max(jump.variance, SMALLEST));
  const high = Math.log(jump.beta);
  return { middle: (low + high) / 2, reach: (high - low) / 2 };
}
