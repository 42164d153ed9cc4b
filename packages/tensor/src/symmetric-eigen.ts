import { TensorError } from "./tensor-error.ts";

/** A = Σ values[i]·vᵢvᵢᵀ, with values descending and vᵢ the i-th row of `vectors` (n × n, orthonormal). */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric n × n matrix, row-major, in 64 bits: Householder tridiagonalisation and
 * implicit QR with Wilkinson's shift (Golub & Van Loan 2013 §8.3). About 5n³ operations. The largest coordinate of each
 * vector is positive, so that equal matrices give equal vectors. Throws `range` for values that are not finite.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (!matrix.every(Number.isFinite)) {
    throw new TensorError("range", "An eigenproblem needs finite values; found NaN or infinity.");
  }
  const a = matrix.slice();
  const rows = identity(n);
  for (let k = 0; k + 2 < n; k++) reflect(a, rows, n, k);
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!);
  const beside = Float64Array.from({ length: Math.max(0, n - 1) }, (_, i) => a[(i + 1) * n + i]!);
  diagonalize(diagonal, beside, rows, n);
  return sorted(diagonal, rows, n);
}

function identity(n: number): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  return rows;
}

/** A ← HAH and rows ← H·rows, where H = I − 2vvᵀ clears column k of A below the first subdiagonal. */
function reflect(a: Float64Array, rows: Float64Array, n: number, k: number): void {
  const v = new Float64Array(n);
  let length = 0;
  for (let i = k + 1; i < n; i++) {
    v[i] = a[i * n + k]!;
    length += v[i]! ** 2;
  }
  length = Math.sqrt(length);
  if (length === 0) return;
  v[k + 1] = v[k + 1]! + (v[k + 1]! >= 0 ? length : -length);
  let size = 0;
  for (let i = k + 1; i < n; i++) size += v[i]! ** 2;
  size = Math.sqrt(size);
  for (let i = k + 1; i < n; i++) v[i] = v[i]! / size;

  const w = new Float64Array(n);
  let share = 0;
  for (let i = k; i < n; i++) {
    let sum = 0;
    for (let j = k + 1; j < n; j++) sum += a[i * n + j]! * v[j]!;
    w[i] = 2 * sum;
    share += w[i]! * v[i]!;
  }
  for (let i = k; i < n; i++) w[i] = w[i]! - share * v[i]!;
  for (let i = k; i < n; i++) {
    for (let j = k; j < n; j++) a[i * n + j] = a[i * n + j]! - v[i]! * w[j]! - w[i]! * v[j]!;
  }

  const y = new Float64Array(n);
  for (let i = k + 1; i < n; i++) for (let j = 0; j < n; j++) y[j] = y[j]! + v[i]! * rows[i * n + j]!;
  for (let i = k + 1; i < n; i++) {
    for (let j = 0; j < n; j++) rows[i * n + j] = rows[i * n + j]! - 2 * v[i]! * y[j]!;
  }
}

/** Rotates the tridiagonal matrix to a diagonal one, from the last row up, and `rows` with it. */
function diagonalize(diagonal: Float64Array, beside: Float64Array, rows: Float64Array, n: number): void {
  let last = n - 1;
  // Two or three sweeps a value are usual; 50 means that something is not a matrix.
  for (let sweeps = 50 * n; last > 0 && sweeps > 0; sweeps--) {
    for (let i = 0; i < last; i++) {
      const near = Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!);
      if (Math.abs(beside[i]!) <= Number.EPSILON * near) beside[i] = 0;
    }
    while (last > 0 && beside[last - 1] === 0) last--;
    let first = last;
    while (first > 0 && beside[first - 1] !== 0) first--;
    if (first < last) sweep(diagonal, beside, rows, n, first, last);
  }
  if (last > 0)
    throw new TensorError("range", "The eigenvalue iteration did not converge; is the matrix symmetric?");
}

/** One implicit QR step on the block first..last. */
function sweep(
  diagonal: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  n: number,
  first: number,
  last: number,
): void {
  const edge = beside[last - 1]!;
  const half = (diagonal[last - 1]! - diagonal[last]!) / 2;
  const root = Math.hypot(half, edge);
  const shift = diagonal[last]! - edge ** 2 / (half + (half >= 0 ? root : -root));
  let x = diagonal[first]! - shift;
  let bulge = beside[first]!;
  for (let k = first; k < last; k++) {
    const length = Math.hypot(x, bulge);
    const c = length === 0 ? 1 : x / length;
    const s = length === 0 ? 0 : bulge / length;
    const [a, b, d] = [diagonal[k]!, beside[k]!, diagonal[k + 1]!];
    if (k > first) beside[k - 1] = length;
    diagonal[k] = c * c * a + 2 * c * s * b + s * s * d;
    diagonal[k + 1] = s * s * a - 2 * c * s * b + c * c * d;
    beside[k] = c * s * (d - a) + (c * c - s * s) * b;
    x = beside[k]!;
    if (k + 1 < last) {
      bulge = s * beside[k + 1]!;
      beside[k + 1] = c * beside[k + 1]!;
    }
    rotate(rows, n, k, c, s);
  }
}

/** Turns rows k and k + 1 in their plane. */
function rotate(rows: Float64Array, n: number, k: number, c: number, s: number): void {
  const upper = k * n;
  const lower = upper + n;
  for (let j = 0; j < n; j++) {
    const p = rows[upper + j]!;
    const q = rows[lower + j]!;
    rows[upper + j] = c * p + s * q;
    rows[lower + j] = c * q - s * p;
  }
}

function sorted(diagonal: Float64Array, rows: Float64Array, n: number): Eigen {
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    values[to] = diagonal[from]!;
    const row = rows.subarray(from * n, (from + 1) * n);
    let largest = 0;
    for (const value of row) if (Math.abs(value) > Math.abs(largest)) largest = value;
    for (let j = 0; j < n; j++) vectors[to * n + j] = largest < 0 ? -row[j]! : row[j]!;
  });
  return { values, vectors };
}
