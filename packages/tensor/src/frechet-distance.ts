import { symmetricEigen } from "./symmetric-eigen.ts";
import { requireSameShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";
import { mean } from "./vector.ts";

/** Mean [d] and covariance [d, d] of a set of feature vectors, in 64 bits. */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Moments of at least two vectors [d]; the covariance is divided by n − 1. Throws `shape`. */
export function moments(samples: readonly Tensor[]): Moments {
  const [first] = samples;
  if (first === undefined || samples.length < 2) {
    throw new TensorError("shape", `A covariance needs at least two vectors; found ${samples.length}.`);
  }
  const width = first.data.length;
  const center = Float64Array.from(mean(samples).data);
  const covariance = new Float64Array(width * width);
  const spread = new Float64Array(width);
  for (const sample of samples) {
    requireSameShape("A covariance", first, sample);
    for (let i = 0; i < width; i++) spread[i] = sample.data[i]! - center[i]!;
    for (let i = 0; i < width; i++) {
      const weight = spread[i]! / (samples.length - 1);
      for (let j = 0; j < width; j++)
        covariance[i * width + j] = covariance[i * width + j]! + weight * spread[j]!;
    }
  }
  return { mean: center, covariance };
}

/**
 * ‖μ₁−μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½) (Heusel et al. 2017, eq. 6), the trace of the root taken from the eigenvalues of
 * √Σ₁·Σ₂·√Σ₁. Two sets of n of one distribution N(0, I) are about d²/2n apart: always report d and n with it, and
 * call it FID only for Inception features of ten thousand pictures or more. Throws `shape`.
 */
export function frechetDistance(a: Moments, b: Moments): number {
  const width = a.mean.length;
  if (b.mean.length !== width) {
    throw new TensorError(
      "shape",
      `Both sets need features of one width; found ${width} and ${b.mean.length}.`,
    );
  }
  const root = squareRoot(a.covariance, width);
  const inner = product(product(root, b.covariance, width), root, width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) {
      const middle = (inner[i * width + j]! + inner[j * width + i]!) / 2;
      inner[i * width + j] = middle;
      inner[j * width + i] = middle;
    }
  }
  let distance = 0;
  for (let i = 0; i < width; i++) {
    distance += (a.mean[i]! - b.mean[i]!) ** 2 + a.covariance[i * width + i]! + b.covariance[i * width + i]!;
  }
  for (const value of symmetricEigen(inner, width).values) distance -= 2 * Math.sqrt(Math.max(0, value));
  return Math.max(0, distance);
}

function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scaled = vectors.map((value, index) => value * Math.max(0, values[Math.floor(index / n)]!) ** 0.25);
  return product(transposed(scaled, n), scaled, n);
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((_, index) => matrix[(index % n) * n + Math.floor(index / n)]!);
}

function product(p: Float64Array, q: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const weight = p[i * n + k]!;
      for (let j = 0; j < n; j++) result[i * n + j] = result[i * n + j]! + weight * q[k * n + j]!;
    }
  }
  return result;
}
