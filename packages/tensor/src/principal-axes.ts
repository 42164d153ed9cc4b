import { type Eigen, symmetricEigen } from "./symmetric-eigen.ts";

/** Directions whose variance is below this share of the largest are rounding errors of the Gram matrix. */
const NEGLIGIBLE = 1e-9;

/**
 * Variances, descending, and directions of n centred rows [n, width] in 64 bits: the eigenvectors of their covariance,
 * through the Gram matrix where there are fewer rows than dimensions.
 */
export function principalAxes(rows: Float64Array, n: number, width: number): Eigen {
  return n < width ? fromGram(rows, n, width) : fromCovariance(rows, n, width);
}

function fromCovariance(rows: Float64Array, n: number, width: number) {
  const covariance = new Float64Array(width * width);
  for (let s = 0; s < n; s++) {
    const row = rows.subarray(s * width, (s + 1) * width);
    for (let i = 0; i < width; i++) {
      const weight = row[i]! / n;
      for (let j = 0; j < width; j++)
        covariance[i * width + j] = covariance[i * width + j]! + weight * row[j]!;
    }
  }
  const { values, vectors } = symmetricEigen(covariance, width);
  return { values: values.map((value) => Math.max(0, value)), vectors };
}

/** If XXᵀu = nλu, then Xᵀu/√(nλ) is the eigenvector of XᵀX/n with the eigenvalue λ. */
function fromGram(rows: Float64Array, n: number, width: number) {
  const gram = new Float64Array(n * n);
  for (let p = 0; p < n; p++) {
    for (let q = 0; q <= p; q++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += rows[p * width + j]! * rows[q * width + j]!;
      gram[p * n + q] = sum / n;
      gram[q * n + p] = sum / n;
    }
  }
  const eigen = symmetricEigen(gram, n);
  const values = eigen.values.filter((value) => value > NEGLIGIBLE * eigen.values[0]!);
  const vectors = new Float64Array(values.length * width);
  values.forEach((value, i) => {
    const vector = vectors.subarray(i * width, (i + 1) * width);
    for (let s = 0; s < n; s++) {
      const weight = eigen.vectors[i * n + s]! / Math.sqrt(n * value);
      for (let j = 0; j < width; j++) vector[j] = vector[j]! + weight * rows[s * width + j]!;
    }
  });
  return { values, vectors };
}
