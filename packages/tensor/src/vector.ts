/** Tensors as vectors: all values of a tensor, whatever its shape, are the coordinates. Sums are kept in 64 bits. */
import { combine, scale } from "./elementwise.ts";
import { requireSameShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/** Σ aᵢ·bᵢ. Throws `shape`. */
export function dot(a: Tensor, b: Tensor): number {
  requireSameShape("A dot product", a, b);
  const p = a.data;
  const q = b.data;
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i]! * q[i]!;
  return sum;
}

/** Euclidean length. */
export function norm(x: Tensor): number {
  return Math.sqrt(dot(x, x));
}

/** x / ‖x‖. Throws `zero-vector` when ‖x‖ is zero, `range` when it is not finite. */
export function normalize(x: Tensor): Tensor {
  return scale(x, 1 / directedNorm("normalize", x));
}

/** Cosine of the angle between a and b, within [−1, 1]. Throws `shape`, `zero-vector`. */
export function cosine(a: Tensor, b: Tensor): number {
  const cos = dot(a, b) / (directedNorm("cosine", a) * directedNorm("cosine", b));
  return Math.max(-1, Math.min(1, cos));
}

/** (1 − θ)·a + θ·b for any finite θ; θ = 0 and 1 give the inputs exactly. Throws `shape`. */
export function lerp(a: Tensor, b: Tensor, theta: number): Tensor {
  return combine(1 - theta, a, theta, b);
}

/** Mean of tensors of one shape. Throws `shape` when there is none or the shapes differ. */
export function mean(items: readonly Tensor[]): Tensor {
  const first = items[0];
  if (first === undefined) throw new TensorError("shape", "A mean needs at least one item; found none.");
  const sums = new Float64Array(first.data.length);
  for (const item of items) {
    requireSameShape("A mean", first, item);
    for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + item.data[i]!;
  }
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / items.length;
  return { data: Float32Array.from(sums), shape: first.shape };
}

/** Length of a vector whose direction is wanted. Throws `zero-vector`, `range`. */
export function directedNorm(operation: string, x: Tensor): number {
  const length = norm(x);
  if (length === 0) {
    const about = `${operation} needs a direction; found a vector of ${x.data.length} zeros.`;
    throw new TensorError("zero-vector", `${about} If it is a difference, its two operands are equal.`);
  }
  if (!Number.isFinite(length)) {
    throw new TensorError("range", `${operation} needs finite values; found a vector of length ${length}.`);
  }
  return length;
}
