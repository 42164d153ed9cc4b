/**
 * Converts between pictures and the space that the decoder diffuses: pixels are unchanged, latents go through the pack's
 * autoencoder. Diffused latents are the encoder's outputs times its scale.
 */
import { clamp, concatBatch, scale, sliceBatch, type Tensor, zeros } from "@unclip/tensor";
import type { Model } from "./model.ts";

/** x_0 of the decoder [B, C, h, w] → pictures [B, 3, H, W], clamped to [−1, 1]. */
export async function toPictures(model: Model, x0: Tensor, signal?: AbortSignal): Promise<Tensor> {
  if (model.role("decoder").diffuses === "pixels") return clamp(x0, -1, 1);
  const spec = model.role("autoencoder.decode");
  const session = await model.session("autoencoder.decode");
  const latents = scale(x0, 1 / spec.scale);
  const pictures = await inParts(latents, model.role("decoder").batch, signal, async (part) => {
    const results = await session.run({ [spec.in.latent]: part });
    return results[spec.out.x]!;
  });
  return clamp(pictures, -1, 1);
}

/**
 * Pictures [B, 3, H, W] of the decoder's size → x_0 of the decoder [B, C, h, w]. One model call per picture: with
 * several, the convolutions run on other kernels, so a latent would depend on the other pictures in the call (by 5e-7
 * with the default pack, which an inversion amplifies to 8e-6). Calls of 8 would save 0.4 ms per picture.
 */
export async function fromPictures(model: Model, pictures: Tensor, signal?: AbortSignal): Promise<Tensor> {
  if (model.role("decoder").diffuses === "pixels") return pictures;
  const spec = model.role("autoencoder.encode");
  const session = await model.session("autoencoder.encode");
  const latents = await inParts(pictures, 1, signal, async (part) => {
    const results = await session.run({ [spec.in.x]: part });
    return results[spec.out.latent]!;
  });
  return scale(latents, spec.scale);
}

/** Side of the decoder's pictures in pixels. For latents, runs the autoencoder's decoder to find it. */
export async function pictureSide(model: Model, signal?: AbortSignal): Promise<number> {
  const { diffuses, shape } = model.role("decoder");
  if (diffuses === "pixels") return shape[1];
  const { shape: drawn } = await toPictures(model, zeros([1, ...shape]), signal);
  return drawn[2]!;
}

/** Runs at most `most` rows at a time. */
async function inParts(
  rows: Tensor,
  most: number,
  signal: AbortSignal | undefined,
  run: (part: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const count = rows.shape[0] ?? 0;
  const results: Tensor[] = [];
  for (let from = 0; from < count; from += most) {
    signal?.throwIfAborted();
    results.push(await run(sliceBatch(rows, from, Math.min(count, from + most))));
  }
  return concatBatch(results);
}
