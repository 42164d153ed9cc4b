import { imageAxes, requireSize } from "./resize.ts";
import { bicubicTaps } from "./resize-taps.ts";
import type { Tensor } from "./tensor.ts";

/** Bits after the point of Pillow's fixed-point weights. */
const precision = 22;

/**
 * Pillow's `Image.resize(…, BICUBIC)` of an 8-bit picture, bit for bit: values are integers 0…255, weights have 22 bits
 * after the point, and each of the two passes rounds and clips to 0…255. Because of that the order of the passes shows:
 * Pillow resizes along rows first, and since version 13 along columns first where the height shrinks by more than twice
 * what the width does (measured on 13.0.0).
 *
 * @param image [C, H, W] or [B, C, H, W] of integers 0…255
 * @throws TensorError `shape`, `range`
 */
export function resizeBicubic8Bit(image: Tensor, height: number, width: number): Tensor {
  const { planes, h, w } = imageAxes("resizeBicubic8Bit", image);
  requireSize(height, width);
  const shape = [...image.shape.slice(0, -2), height, width];
  const columnsFirst = h > height && h - height > 2 * (w - width);
  const rows = (data: Float32Array, lines: number) =>
    w === width ? data : resizeAxis(data, { from: w, to: width, groups: planes * lines, stride: 1 });
  const columns = (data: Float32Array, stride: number) =>
    h === height ? data : resizeAxis(data, { from: h, to: height, groups: planes, stride });
  const data = columnsFirst ? rows(columns(image.data, w), height) : columns(rows(image.data, h), width);
  return { data: data === image.data ? data.slice() : data, shape };
}

/** An axis of `from` samples that lie `stride` apart, `groups` × `stride` of them side by side. */
interface Axis {
  readonly from: number;
  readonly to: number;
  readonly groups: number;
  readonly stride: number;
}

function resizeAxis(data: Float32Array, { from, to, groups, stride }: Axis): Float32Array {
  const { first, count, weights, reach } = bicubicTaps(from, to);
  const fixed = Int32Array.from(
    weights,
    (weight) => Math.sign(weight) * Math.floor(Math.abs(weight) * 2 ** precision + 0.5),
  );
  const out = new Float32Array(groups * to * stride);
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < to; i++) {
      for (let side = 0; side < stride; side++) {
        let sum = 1 << (precision - 1);
        for (let k = 0; k < count[i]!; k++)
          sum += fixed[i * reach + k]! * data[(group * from + first[i]! + k) * stride + side]!;
        out[(group * to + i) * stride + side] = Math.min(255, Math.max(0, sum >> precision));
      }
    }
  }
  return out;
}
