/** Principal components of embeddings, as unCLIP shows what its latents hold (Ramesh et al. 2022 §2.2, §4). */
import { stack } from "./batch.ts";
import { principalAxes } from "./principal-axes.ts";
import { showShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";
import { mean } from "./vector.ts";

export interface Pca {
  /** [d] */
  readonly mean: Tensor;
  /** [K, d]: orthonormal rows, largest variance first. */
  readonly components: Tensor;
  /** [K]: variance along each component. */
  readonly eigenvalues: Tensor;
  /** Variance along all d directions; at least the sum of the eigenvalues. */
  readonly totalVariance: number;
}

/**
 * Coordinates of z [d] along the first k components: V_k·(z − μ), [k]. Throws `shape`, `range`.
 */
export function projectPca({ mean, components }: Pca, z: Tensor, k: number): Tensor {
  const width = requireWidth(mean, z);
  requireCount(components, k);
  const data = new Float32Array(k);
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += components.data[i * width + j]! * (z.data[j]! - mean.data[j]!);
    data[i] = sum;
  }
  return { data, shape: [k] };
}

/** μ + V_kᵀ·c for coordinates c [k]; with no coordinates it is the mean. Throws `shape`, `range`. */
export function reconstructPca({ mean, components }: Pca, coordinates: Tensor): Tensor {
  const k = coordinates.data.length;
  requireCount(components, k);
  const width = mean.data.length;
  const sums = Float64Array.from(mean.data);
  for (let i = 0; i < k; i++) {
    const weight = coordinates.data[i]!;
    for (let j = 0; j < width; j++) sums[j] = sums[j]! + weight * components.data[i * width + j]!;
  }
  return { data: Float32Array.from(sums), shape: mean.shape };
}

/** Share of the variance that the first k components hold, 0..1. Throws `range`. */
export function retainedEnergy({ components, eigenvalues, totalVariance }: Pca, k: number): number {
  requireCount(components, k);
  if (totalVariance <= 0) return 1;
  let sum = 0;
  for (let i = 0; i < k; i++) sum += eigenvalues.data[i]!;
  return Math.min(1, sum / totalVariance);
}

/**
 * Fits the first `count` components of embeddings [d] (all that the samples determine, if there are fewer): the
 * eigenvectors of their covariance, computed in 64 bits, through the Gram matrix where there are fewer samples than
 * dimensions. Throws `shape` without two samples of one shape.
 */
export function fitPca(samples: readonly Tensor[], count: number = Number.POSITIVE_INFINITY): Pca {
  if (samples.length < 2) {
    throw new TensorError("shape", `PCA needs at least two embeddings; found ${samples.length}.`);
  }
  const center = mean(samples);
  const width = center.data.length;
  const rows = Float64Array.from(stack(samples).data);
  for (let i = 0; i < rows.length; i++) rows[i] = rows[i]! - center.data[i % width]!;
  const { values, vectors } = principalAxes(rows, samples.length, width);
  const kept = Math.min(count, values.length);
  let totalVariance = 0;
  for (const value of rows) totalVariance += value ** 2 / samples.length;
  return {
    mean: center,
    components: { data: Float32Array.from(vectors.subarray(0, kept * width)), shape: [kept, width] },
    eigenvalues: { data: Float32Array.from(values.subarray(0, kept)), shape: [kept] },
    totalVariance,
  };
}

function requireWidth(mean: Tensor, z: Tensor): number {
  if (z.shape.length === 1 && z.data.length === mean.data.length) return z.data.length;
  const expected = `a vector of ${mean.data.length}`;
  throw new TensorError("shape", `This basis takes ${expected} values; found ${showShape(z.shape)}.`);
}

function requireCount(components: Tensor, k: number): void {
  const count = components.shape[0]!;
  if (Number.isInteger(k) && k >= 0 && k <= count) return;
  throw new TensorError("range", `This basis has ${count} components; asked for ${k}.`);
}
