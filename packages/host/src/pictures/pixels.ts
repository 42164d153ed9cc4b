/**
 * Between float pictures [3, H, W] in [−1, 1] and interleaved 8-bit pixels.
 */
import type { Tensor } from "@unclip/tensor";
import { HostError } from "../host.ts";

/** Interleaved RGB, 8 bits a channel. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels as they lie in a file, and how its camera was held (EXIF, 1 to 8). */
export interface Decoded extends Pixels {
  readonly orientation: number;
}

/** Interleaved pixels of 1 (grey), 3 or 4 (alpha ignored) channels → [3, H, W] in [−1, 1]. */
export function fromPixels(data: Uint8Array, width: number, height: number, channels = 3): Tensor {
  const plane = width * height;
  const floats = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    const from = channels >= 3 ? c : 0;
    for (let i = 0; i < plane; i++) floats[c * plane + i] = data[i * channels + from]! / 127.5 - 1;
  }
  return { data: floats, shape: [3, height, width] };
}

/**
 * [3, H, W] in [−1, 1] → interleaved RGB; values outside are clamped, halves round up.
 *
 * @throws HostError `image_size` for another shape, `numeric_nonfinite` for NaN or an infinity
 */
export function toPixels(image: Tensor): Pixels {
  const [channels, height, width] = image.shape;
  if (image.shape.length !== 3 || channels !== 3 || !height || !width) {
    throw new HostError(
      "image_size",
      `Found a picture of shape [${image.shape.join(", ")}], expected [3, height, width].`,
    );
  }
  const plane = width * height;
  const data = new Uint8Array(3 * plane);
  // A sum of 32-bit floats cannot overflow 64 bits, so it is finite exactly when all of them are.
  let sum = 0;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < plane; i++) {
      const x = image.data[c * plane + i]!;
      sum += x;
      const level = (x + 1) * 127.5 + 0.5;
      data[3 * i + c] = Math.max(0, Math.min(255, level));
    }
  }
  if (!Number.isFinite(sum)) {
    const found = image.data.find((x) => !Number.isFinite(x));
    throw new HostError(
      "numeric_nonfinite",
      `Found ${found} in a picture, expected finite numbers. It was not encoded.`,
    );
  }
  return { data, width, height };
}

/**
 * Frames of an animation, each [3, H, W], as pixels of one size: at least one.
 *
 * @throws HostError `image_size` where there is none, or where they are of several sizes
 */
export function framePixels(frames: readonly Tensor[]): [Pixels, ...Pixels[]] {
  const [first, ...rest] = frames.map(toPixels);
  if (!first)
    throw new HostError("image_size", "Found no frames, expected at least one. Connect some pictures.");
  const odd = rest.find((p) => p.width !== first.width || p.height !== first.height);
  if (odd) {
    throw new HostError(
      "image_size",
      `Found frames of ${first.width}×${first.height} and ${odd.width}×${odd.height}, expected one size. Resize them first.`,
    );
  }
  return [first, ...rest];
}
