/** Element by element. Every function returns a new tensor, computes in 64 bits and rounds once to 32. */
import { batchOf, itemSize } from "./batch.ts";
import { requireSameShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/** x + y. Throws `shape`. */
export function add(x: Tensor, y: Tensor): Tensor {
  return combine(1, x, 1, y);
}

/** x − y. Throws `shape`. */
export function subtract(x: Tensor, y: Tensor): Tensor {
  return combine(1, x, -1, y);
}

/** k·x. */
export function scale(x: Tensor, k: number): Tensor {
  return affine(x, k, 0);
}

/** x + k·y. Throws `shape`. */
export function addScaled(x: Tensor, y: Tensor, k: number): Tensor {
  return combine(1, x, k, y);
}

/** a·x + b·y. Throws `shape`. */
export function combine(a: number, x: Tensor, b: number, y: Tensor): Tensor {
  requireSameShape("A sum", x, y);
  const data = new Float32Array(x.data.length);
  const p = x.data;
  const q = y.data;
  for (let i = 0; i < data.length; i++) data[i] = a * p[i]! + b * q[i]!;
  return { data, shape: x.shape };
}

/** a·x + b·y with one pair of weights an item of the batch [B, ...]. Throws `shape`. */
export function combineItems(a: readonly number[], x: Tensor, b: readonly number[], y: Tensor): Tensor {
  requireSameShape("A sum", x, y);
  const count = batchOf(x);
  if (a.length !== count || b.length !== count) {
    const found = `${a.length} and ${b.length}`;
    throw new TensorError(
      "shape",
      `A batch of ${count} needs ${count} weights for each operand; found ${found}.`,
    );
  }
  const size = itemSize(x);
  const data = new Float32Array(x.data.length);
  const p = x.data;
  const q = y.data;
  for (let item = 0; item < count; item++) {
    const first = a[item]!;
    const second = b[item]!;
    const end = (item + 1) * size;
    for (let i = item * size; i < end; i++) data[i] = first * p[i]! + second * q[i]!;
  }
  return { data, shape: x.shape };
}

/** k·x + shift. */
export function affine(x: Tensor, k: number, shift: number): Tensor {
  const data = new Float32Array(x.data.length);
  const p = x.data;
  for (let i = 0; i < data.length; i++) data[i] = k * p[i]! + shift;
  return { data, shape: x.shape };
}

/** x·y, element by element. Throws `shape`. */
export function multiply(x: Tensor, y: Tensor): Tensor {
  requireSameShape("A product", x, y);
  const data = new Float32Array(x.data.length);
  const p = x.data;
  const q = y.data;
  for (let i = 0; i < data.length; i++) data[i] = p[i]! * q[i]!;
  return { data, shape: x.shape };
}

/** e^(k·x). */
export function exponential(x: Tensor, k = 1): Tensor {
  const data = new Float32Array(x.data.length);
  const p = x.data;
  for (let i = 0; i < data.length; i++) data[i] = Math.exp(k * p[i]!);
  return { data, shape: x.shape };
}

/** x held within [low, high]; NaN stays NaN. Throws `range` when low > high. */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  if (!(low <= high)) throw new TensorError("range", `clamp needs low ≤ high; found ${low} and ${high}.`);
  const data = new Float32Array(x.data.length);
  const p = x.data;
  for (let i = 0; i < data.length; i++) data[i] = Math.max(low, Math.min(high, p[i]!));
  return { data, shape: x.shape };
}
