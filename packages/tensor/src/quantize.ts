/** Embedding coordinates as integer codes, as the autoregressive prior predicts them (Ramesh et al. 2022 §2.2). */
import { showShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

export interface Quantizer {
  readonly buckets: number;
  /** Codes 0..buckets−1 of a vector's values; values beyond the outer edges take the outer buckets. */
  quantize(values: Tensor): Int32Array;
  /** The value that stands for each code. Throws `range` for a code outside 0..buckets−1. */
  dequantize(codes: ArrayLike<number>): Tensor;
}

/** `buckets` equal intervals of [low, high]; a code stands for the middle of its interval. Throws `range`. */
export function uniformQuantizer(low: number, high: number, buckets: number): Quantizer {
  requireBuckets(buckets);
  if (!(low < high))
    throw new TensorError("range", `A quantiser needs low < high; found ${low} and ${high}.`);
  const width = (high - low) / buckets;
  return {
    buckets,
    quantize: ({ data }) =>
      Int32Array.from(data, (value) => {
        requireNumber(value);
        return Math.max(0, Math.min(buckets - 1, Math.floor((value - low) / width)));
      }),
    dequantize: (codes) => {
      const data = Float32Array.from(codes, (code) => low + (requireCode(code, buckets) + 0.5) * width);
      return { data, shape: [data.length] };
    },
  };
}

/**
 * Buckets of their own for each of D dimensions: ascending edges [D, buckets + 1] and values [D, buckets], as fitted to
 * quantiles. Vectors may be shorter than D. Throws `shape`.
 */
export function tableQuantizer(edges: Tensor, values: Tensor): Quantizer {
  const [dimensions = 0, buckets = 0] = values.shape;
  if (
    values.shape.length !== 2 ||
    edges.shape.length !== 2 ||
    edges.shape[0] !== dimensions ||
    edges.shape[1] !== buckets + 1
  ) {
    const found = `${showShape(edges.shape)} and ${showShape(values.shape)}`;
    throw new TensorError(
      "shape",
      `A table quantiser needs edges [D, n + 1] and values [D, n]; found ${found}.`,
    );
  }
  requireBuckets(buckets);
  const requireFit = (length: number) => {
    if (length <= dimensions) return;
    throw new TensorError(
      "shape",
      `This quantiser has ${dimensions} dimensions; found a vector of ${length}.`,
    );
  };
  return {
    buckets,
    quantize: ({ data }) => {
      requireFit(data.length);
      return Int32Array.from(data, (value, i) => {
        requireNumber(value);
        return bucketOf(edges.data.subarray(i * (buckets + 1), (i + 1) * (buckets + 1)), value);
      });
    },
    dequantize: (codes) => {
      requireFit(codes.length);
      const data = Float32Array.from(
        codes,
        (code, i) => values.data[i * buckets + requireCode(code, buckets)]!,
      );
      return { data, shape: [data.length] };
    },
  };
}

/** Index of the last edge that is not above the value, by halving, within the inner edges. */
function bucketOf(edges: Float32Array, value: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (edges[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function requireBuckets(buckets: number): void {
  if (Number.isInteger(buckets) && buckets >= 1) return;
  throw new TensorError("range", `A quantiser has an integer number of buckets ≥ 1; found ${buckets}.`);
}

function requireNumber(value: number): void {
  if (Number.isNaN(value)) throw new TensorError("range", "Only numbers can be quantised; found NaN.");
}

function requireCode(code: number, buckets: number): number {
  if (Number.isInteger(code) && code >= 0 && code < buckets) return code;
  throw new TensorError("range", `Codes are integers in 0..${buckets - 1}; found ${code}.`);
}
