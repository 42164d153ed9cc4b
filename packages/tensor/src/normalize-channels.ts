import { imageAxes } from "./resize.ts";
import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

/**
 * (x − mean[c]) / std[c] for each channel c of [C, H, W] or [B, C, H, W]. CLIP's statistics are those of pixels in
 * [0, 1]: bring an image in [−1, 1] there first, with `affine(image, 0.5, 0.5)`. Throws `shape`, `range`.
 */
export function normalizeChannels(image: Tensor, mean: readonly number[], std: readonly number[]): Tensor {
  const { planes, h, w } = imageAxes("normalizeChannels", image);
  const channels = image.shape.at(-3)!;
  if (mean.length !== channels || std.length !== channels) {
    const found = `${mean.length} means and ${std.length} deviations`;
    throw new TensorError(
      "shape",
      `An image of ${channels} channels needs as many statistics; found ${found}.`,
    );
  }
  if (std.some((value) => !(value > 0))) {
    throw new TensorError("range", `Standard deviations are greater than 0; found ${std.join(", ")}.`);
  }
  const data = new Float32Array(image.data.length);
  for (let plane = 0; plane < planes; plane++) {
    const offset = mean[plane % channels]!;
    const deviation = std[plane % channels]!;
    const end = (plane + 1) * h * w;
    for (let i = plane * h * w; i < end; i++) data[i] = (image.data[i]! - offset) / deviation;
  }
  return { data, shape: image.shape };
}
