import { batchOf, clamp, itemSize, type Tensor } from "@unclip/tensor";

/** How x̂₀ is kept in the range of data. */
export type Clip =
  | { readonly kind: "none" }
  /** Clamp to ±value. */
  | { readonly kind: "range"; readonly value: number }
  /** {@link dynamicThreshold}. */
  | { readonly kind: "dynamic"; readonly ratio: number; readonly max: number };

/** Applies the rule to x̂₀ [B, ...]. */
export function clipped(x0: Tensor, clip: Clip): Tensor {
  if (clip.kind === "none") return x0;
  if (clip.kind === "range") return clamp(x0, -clip.value, clip.value);
  return dynamicThreshold(x0, clip.ratio, clip.max);
}

/**
 * Dynamic thresholding (Saharia et al. 2022 §2.3): for each item of [B, ...], s is the `ratio` quantile of |x₀| held
 * within [1, max]; the item is clamped to ±s and divided by s, so that guidance does not saturate it.
 */
export function dynamicThreshold(x0: Tensor, ratio: number, max: number): Tensor {
  const size = itemSize(x0);
  const data = new Float32Array(x0.data.length);
  for (let item = 0; item < batchOf(x0); item++) {
    const values = x0.data.subarray(item * size, (item + 1) * size);
    const s = threshold(values, ratio, max);
    const to = data.subarray(item * size, (item + 1) * size);
    for (let i = 0; i < size; i++) to[i] = Math.max(-s, Math.min(s, values[i]!)) / s;
  }
  return { data, shape: x0.shape };
}

/** The `ratio` quantile of |values|, interpolated linearly as `torch.quantile` does, held within [1, max]. */
export function threshold(values: Float32Array, ratio: number, max: number): number {
  const sorted = values.map(Math.abs).sort();
  const rank = ratio * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  const quantile = below + (above - below) * (rank - Math.floor(rank));
  return Math.max(1, Math.min(max, quantile));
}
