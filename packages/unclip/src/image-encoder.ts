/**
 * CLIP's image encoder: pictures → z_i (paper §2).
 */
import type { Manifest } from "@unclip/host";
import {
  affine,
  full,
  normalizeChannels,
  resizeBicubic,
  resizeBicubic8Bit,
  scale,
  stack,
  type Tensor,
  unstack,
} from "@unclip/tensor";
import type { Model } from "./model.ts";

/** Pictures in one model call at most. */
const batch = 16;

type Preprocess = Manifest["imagePreprocess"];

export interface EncodeImageOptions {
  /** How to make a picture square. Default: the pack's way. */
  readonly fit?: Preprocess["fit"] | undefined;
  /** `evaluation-image-encoder` is the second CLIP, which has a separate space. Default: the pack's main CLIP. */
  readonly role?: "image-encoder" | "evaluation-image-encoder";
  readonly signal?: AbortSignal | undefined;
}

/** Encodes pictures [3, H, W] in [−1, 1] of any size → embeddings [d]. */
export async function encodeImage(
  model: Model,
  images: readonly Tensor[],
  { fit, role = "image-encoder", signal }: EncodeImageOptions = {},
): Promise<Tensor[]> {
  const { imagePreprocess: own } = model.manifest;
  const settings = { ...own, fit: fit ?? own.fit };
  const spec = model.role(role);
  const session = await model.session(role);
  const embeddings: Tensor[] = [];
  for (let from = 0; from < images.length; from += batch) {
    signal?.throwIfAborted();
    const pixels = images.slice(from, from + batch).map((image) => preprocess(image, settings));
    const results = await session.run({ [spec.in.pixels]: stack(pixels) });
    embeddings.push(...unstack(results[spec.out.embedding]!));
  }
  return embeddings;
}

/**
 * A picture [3, H, W] in [−1, 1] as the encoder was trained on them: made square, resized (bicubic, antialiased),
 * normalised. With `rounding: "8-bit"` it is what CLIPImageProcessor of `transformers` makes with Pillow, to the bit
 * before normalising. Resized floats may overshoot [0, 1]; 8-bit ones are clipped.
 */
export function preprocess(image: Tensor, { size, fit, mean, std, rounding }: Preprocess): Tensor {
  const resize = rounding === "8-bit" ? resizeIn8Bits : resizeFloats;
  return normalizeChannels(makeSquare(image, fit, size, resize), mean, std);
}

/** Resizes a picture in [−1, 1]; the result is in [0, 1]. */
type Resize = (image: Tensor, height: number, width: number) => Tensor;

const resizeFloats: Resize = (image, height, width) => affine(resizeBicubic(image, height, width), 0.5, 0.5);

const resizeIn8Bits: Resize = (image, height, width) => {
  const levels = { data: image.data.map(level), shape: image.shape };
  return scale(resizeBicubic8Bit(levels, height, width), 1 / 255);
};

/** The level 0…255 of a value in [−1, 1], clipped; halves round up, as when a picture is saved. */
function level(value: number): number {
  return Math.min(255, Math.max(0, Math.floor((value + 1) * 127.5 + 0.5)));
}

function makeSquare(image: Tensor, fit: Preprocess["fit"], size: number, resize: Resize): Tensor {
  const [, height = 0, width = 0] = image.shape;
  switch (fit) {
    case "squash":
      return resize(image, size, size);
    case "pad-white":
      return resize(padSquare(image), size, size);
    case "crop": {
      // The reference resizes the whole picture and then cuts: the kernel reads across the edges of the cut.
      const shorter = Math.min(height, width);
      const [tall, wide] = [height, width].map((side) => Math.trunc((size * side) / shorter)) as [
        number,
        number,
      ];
      const top = Math.floor((tall - size) / 2);
      const left = Math.floor((wide - size) / 2);
      return window(resize(image, tall, wide), size, top, left);
    }
  }
}

/** Pads the shorter axis with white on both sides. */
function padSquare(image: Tensor): Tensor {
  const [, height = 0, width = 0] = image.shape;
  const side = Math.max(height, width);
  return window(image, side, -Math.floor((side - height) / 2), -Math.floor((side - width) / 2));
}

/** Crops a square of `side` at (top, left). Parts outside the picture are white. */
function window(image: Tensor, side: number, top: number, left: number): Tensor {
  const [channels = 0, height = 0, width = 0] = image.shape;
  if (height === side && width === side) return image;
  const square = full([channels, side, side], 1);
  for (let c = 0; c < channels; c++) {
    for (let y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
      for (let x = Math.max(0, -left); x < Math.min(side, width - left); x++) {
        square.data[(c * side + y) * side + x] = image.data[(c * height + y + top) * width + x + left]!;
      }
    }
  }
  return square;
}
