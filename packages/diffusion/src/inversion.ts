import type { Clip } from "./clip.ts";
import { DiffusionError } from "./diffusion-error.ts";
import type { GuidanceScale } from "./guidance.ts";
import { needsNoGuidance } from "./guidance.ts";
import { evenLevels } from "./timesteps.ts";

/**
 * `n` levels from `top` down to 0, evenly spaced, for an inversion and the sampling that undoes it. The default top
 * is 950 of 1000: at 999 of a cosine schedule, where ᾱ ≈ 2e-9, the fixed-point iteration does not converge.
 * Throws `timesteps` unless 1 ≤ n ≤ top + 1 ≤ total.
 */
export function inversionTimesteps(
  total: number,
  n: number,
  top: number = Math.floor(total * 0.95),
): number[] {
  if (!Number.isInteger(top) || top < 0 || top >= total) {
    throw new DiffusionError("timesteps", `The top level is an integer in 0..${total - 1}; found ${top}.`);
  }
  if (!Number.isInteger(n) || n < 1 || n > top + 1) {
    throw new DiffusionError("timesteps", `The number of steps is an integer in 1..${top + 1}; found ${n}.`);
  }
  return evenLevels(top, n);
}

/** Reasons, as sentences, why an inversion with these settings does not return to its picture. Empty if it does. */
export function inversionWarnings(settings: {
  readonly clip: Clip;
  readonly guidance: GuidanceScale;
}): string[] {
  const warnings: string[] = [];
  if (settings.clip.kind !== "none") {
    warnings.push("Clipping x̂₀ cannot be undone: invert and sample with clip none to return to the picture.");
  }
  if (!needsNoGuidance(settings.guidance)) {
    warnings.push(
      "Guidance makes inversion unstable: invert and sample with guidance 1 to return to the picture.",
    );
  }
  return warnings;
}
