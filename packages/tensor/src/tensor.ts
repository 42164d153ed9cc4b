import { TensorError } from "./tensor-error.ts";

/** An n-dimensional array of 32-bit floats, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Number of elements that a shape holds: 1 for `[]`. Throws `shape` unless every size is a non-negative integer. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new TensorError("shape", `A shape holds non-negative integers; found ${showShape(shape)}.`);
    }
    size *= length;
  }
  return size;
}

/**
 * A tensor of given values. A `Float32Array` is taken as it is, not copied; other numbers are rounded to 32 bits.
 * Without a shape the tensor is a vector. Throws `shape` when the shape does not hold as many values as there are.
 */
export function tensor(
  data: Float32Array | readonly number[],
  shape: readonly number[] = [data.length],
): Tensor {
  const size = sizeOf(shape);
  if (data.length !== size) {
    throw new TensorError("shape", `Shape ${showShape(shape)} holds ${size} values; found ${data.length}.`);
  }
  return { data: data instanceof Float32Array ? data : Float32Array.from(data), shape: [...shape] };
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[]): Tensor {
  return { data: new Float32Array(sizeOf(shape)), shape: [...shape] };
}

/** A tensor whose every value is `value`. */
export function full(shape: readonly number[], value: number): Tensor {
  return { data: new Float32Array(sizeOf(shape)).fill(value), shape: [...shape] };
}

/** The same values under another shape of the same size; the data is shared. Throws `shape`. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return tensor(x.data, shape);
}

/** Whether two tensors have the same shape. */
export function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

/** Throws `shape` unless both have the same shape; `operation` is named in the message. */
export function requireSameShape(operation: string, a: Tensor, b: Tensor): void {
  if (sameShape(a, b)) return;
  const found = `${showShape(a.shape)} and ${showShape(b.shape)}`;
  throw new TensorError("shape", `${operation} needs two tensors of one shape; found ${found}.`);
}

/** A shape as people write it: `[4, 3, 64, 64]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
