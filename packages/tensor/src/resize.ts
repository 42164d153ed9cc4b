import { bicubicTaps, type Taps } from "./resize-taps.ts";
import { showShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/**
 * Antialiased bicubic resize (Keys 1981, a = −0.5) of [C, H, W] or [B, C, H, W] to `height` × `width`, as Pillow's
 * BICUBIC and PyTorch's `interpolate(mode="bicubic", antialias=True)`: shrinking widens the kernel, edges renormalise
 * it, results may overshoot the range of the input. Throws `shape`, `range`.
 */
export function resizeBicubic(image: Tensor, height: number, width: number): Tensor {
  const { planes, h, w } = imageAxes("resizeBicubic", image);
  requireSize(height, width);
  const shape = [...image.shape.slice(0, -2), height, width];
  const wide = w === width ? image.data : resizeRows(image.data, planes * h, bicubicTaps(w, width));
  const data = h === height ? wide : resizeColumns(wide, planes, width, bicubicTaps(h, height));
  return { data: data === image.data ? data.slice() : data, shape };
}

function resizeRows(
  data: Float32Array,
  rows: number,
  { from, to, first, count, weights, reach }: Taps,
): Float32Array {
  const out = new Float32Array(rows * to);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < to; i++) {
      const source = row * from + first[i]!;
      const n = count[i]!;
      let sum = 0;
      for (let k = 0; k < n; k++) sum += weights[i * reach + k]! * data[source + k]!;
      out[row * to + i] = sum;
    }
  }
  return out;
}

/** Sums whole rows, so that memory is read in order. */
function resizeColumns(data: Float32Array, planes: number, width: number, taps: Taps): Float32Array {
  const { from, to, first, count, weights, reach } = taps;
  const out = new Float32Array(planes * to * width);
  const row = new Float64Array(width);
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < to; i++) {
      row.fill(0);
      for (let k = 0; k < count[i]!; k++) {
        const weight = weights[i * reach + k]!;
        const source = (plane * from + first[i]! + k) * width;
        for (let x = 0; x < width; x++) row[x] = row[x]! + weight * data[source + x]!;
      }
      out.set(row, (plane * to + i) * width);
    }
  }
  return out;
}

/** Throws `range` unless an image can have this size. */
export function requireSize(height: number, width: number): void {
  for (const size of [height, width]) {
    if (!Number.isInteger(size) || size < 1) {
      throw new TensorError(
        "range",
        `Images have sizes that are integers ≥ 1; asked for ${height}×${width}.`,
      );
    }
  }
}

/** The planes of an image tensor. Throws `shape` unless it is [C, H, W] or [B, C, H, W] with pixels. */
export function imageAxes(operation: string, image: Tensor): { planes: number; h: number; w: number } {
  const { shape } = image;
  if ((shape.length !== 3 && shape.length !== 4) || shape.includes(0)) {
    const expected = "a non-empty [C, H, W] or [B, C, H, W]";
    throw new TensorError("shape", `${operation} needs ${expected}; found ${showShape(shape)}.`);
  }
  const h = shape.at(-2)!;
  const w = shape.at(-1)!;
  return { planes: image.data.length / (h * w), h, w };
}
