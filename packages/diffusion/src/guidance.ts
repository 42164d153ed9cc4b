import { combine, combineItems } from "@unclip/tensor";
import { DiffusionError } from "./diffusion-error.ts";
import type { Network, NetworkOutput } from "./network.ts";

/** Guidance scale: 0 unconditional, 1 conditional, above 1 exaggerated. One number, or one per item. */
export type GuidanceScale = number | readonly number[];

/**
 * Classifier-free guidance (Ho & Salimans 2022, eq. 6): u + s·(c − u). Linear, so it is the same for ε, x₀ and v.
 * The variance is the conditional one (Nichol et al. 2022, GLIDE). Throws `guidance`.
 */
export function guide(
  conditional: NetworkOutput,
  unconditional: NetworkOutput,
  scale: GuidanceScale,
): NetworkOutput {
  const { prediction, variance } = conditional;
  const mixed = mix(prediction, unconditional.prediction, scale);
  return variance === undefined ? { prediction: mixed } : { prediction: mixed, variance };
}

/** A network that calls both. If every scale is 1, the unconditional one is not called. Throws `guidance`. */
export function guided(conditional: Network, unconditional: Network, scale: GuidanceScale): Network {
  if (needsNoGuidance(scale)) return conditional;
  return async (x, t) => {
    const toward = await conditional(x, t);
    return guide(toward, await unconditional(x, t), scale);
  };
}

/** Whether every scale is 1, so that only the conditional prediction counts. Throws `guidance` unless finite. */
export function needsNoGuidance(scale: GuidanceScale): boolean {
  const scales = typeof scale === "number" ? [scale] : scale;
  for (const value of scales) {
    if (!Number.isFinite(value))
      throw new DiffusionError("guidance", `A guidance scale is finite; found ${value}.`);
  }
  return scales.every((value) => value === 1);
}

function mix(c: NetworkOutput["prediction"], u: NetworkOutput["prediction"], scale: GuidanceScale) {
  if (typeof scale === "number") return combine(1 - scale, u, scale, c);
  if (scale.length !== c.shape[0]) {
    const found = `${scale.length} scales for a batch of ${c.shape[0]}`;
    throw new DiffusionError("guidance", `Guidance takes one scale, or one an item; found ${found}.`);
  }
  return combineItems(
    scale.map((s) => 1 - s),
    u,
    scale,
    c,
  );
}
