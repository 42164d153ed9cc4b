/**
 * CLIP's image encoder: pictures → z_i (paper §2).
 */
import type { Manifest } from "@unclip/host";
import { affine, full, normalizeChannels, resizeBicubic, stack, type Tensor, unstack } from "@unclip/tensor";
import type { Model } from "./model.ts";

/** Pictures in one model call at most. */
const batch = 16;

type Preprocess = Manifest["imagePreprocess"];

export interface EncodeImageOptions {
  /** How a picture that is not square is made so; the pack's own way where absent. */
  readonly fit?: Preprocess["fit"] | undefined;
  /** The pack's own CLIP where absent, or the second one that it has to judge pictures, whose space is another. */
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

/** A picture [3, H, W] as the encoder was trained on them: made square, resized (bicubic, antialiased), normalised. */
export function preprocess(image: Tensor, { size, fit, mean, std }: Preprocess): Tensor {
  const square = fit === "squash" ? image : fit === "crop" ? cropSquare(image) : padSquare(image);
  return normalizeChannels(affine(resizeBicubic(square, size, size), 0.5, 0.5), mean, std);
}

/** The middle square. */
function cropSquare(image: Tensor): Tensor {
  const [, height = 0, width = 0] = image.shape;
  const side = Math.min(height, width);
  return window(image, side, Math.floor((height - side) / 2), Math.floor((width - side) / 2));
}

/** White on both sides of the shorter axis. */
function padSquare(image: Tensor): Tensor {
  const [, height = 0, width = 0] = image.shape;
  const side = Math.max(height, width);
  return window(image, side, -Math.floor((side - height) / 2), -Math.floor((side - width) / 2));
}

/** A square of `side` that begins at (top, left); white where it leaves the picture. */
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
