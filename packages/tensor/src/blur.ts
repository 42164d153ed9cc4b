import { imageAxes } from "./resize.ts";
import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/**
 * Gaussian blur with a 3×3 kernel of the given σ in pixels, of [C, H, W] or [B, C, H, W]; edges are mirrored without
 * repeating the edge pixel. With σ = 0.6 it is the corruption of the first upsampler's condition (Ramesh et al. 2022
 * §2.1, table 3). Throws `shape`, `range`.
 */
export function gaussianBlur3(image: Tensor, sigma: number): Tensor {
  const { planes, h, w } = imageAxes("gaussianBlur3", image);
  const [side, middle] = kernel3(sigma);
  const rows = new Float32Array(image.data.length);
  blurAlong(image.data, rows, { lines: planes * h, lineStep: w, length: w, step: 1 }, side, middle);
  const data = new Float32Array(image.data.length);
  for (let plane = 0; plane < planes; plane++) {
    const from = plane * h * w;
    const lines = { lines: w, lineStep: 1, length: h, step: w };
    blurAlong(rows.subarray(from, from + h * w), data.subarray(from, from + h * w), lines, side, middle);
  }
  return { data, shape: image.shape };
}

/** Weights of a neighbour and of the centre: side, middle, side add up to 1. Throws `range` unless σ > 0. */
export function kernel3(sigma: number): [side: number, middle: number] {
  if (!(sigma > 0)) throw new TensorError("range", `A blur needs σ > 0 pixels; found ${sigma}.`);
  const side = Math.exp(-1 / (2 * sigma * sigma));
  const total = 1 + 2 * side;
  return [side / total, 1 / total];
}

interface Lines {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
}

function blurAlong(from: Float32Array, to: Float32Array, lines: Lines, side: number, middle: number): void {
  const { length, step } = lines;
  for (let line = 0; line < lines.lines; line++) {
    const start = line * lines.lineStep;
    for (let i = 0; i < length; i++) {
      const before = i > 0 ? i - 1 : Math.min(1, length - 1);
      const after = i < length - 1 ? i + 1 : Math.max(0, length - 2);
      const sum = from[start + before * step]! + from[start + after * step]!;
      to[start + i * step] = middle * from[start + i * step]! + side * sum;
    }
  }
}
