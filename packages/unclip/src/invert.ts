/**
 * DDIM inversion: a picture → the x_T from which the decoder returns to it (paper §3.1).
 */
import {
  denoiser,
  inversionTimesteps,
  inversionWarnings,
  invertDdim,
  lastSample,
  sampleDdim,
} from "@unclip/diffusion";
import { clamp, resizeBicubic, stack, type Tensor, unstack, zeros } from "@unclip/tensor";
import { fromPictures, pictureSide, toPictures } from "./autoencoder.ts";
import { conditioning, type DecodeItem, type DecodeOptions } from "./decoder.ts";
import type { Model } from "./model.ts";
import { firstRows, type PictureReport } from "./progress.ts";
import { roleNetwork } from "./role-network.ts";

export interface InvertItem extends Pick<DecodeItem, "embedding" | "text"> {
  /** A picture [3, H, W] in [−1, 1]; resized to the size of the decoder's pictures. */
  readonly image: Tensor;
}

export interface InvertOptions {
  /** Number of levels. Default: the pack's number for inversion, else its decoder steps. */
  readonly steps?: number | undefined;
  /** Extra evaluations per level; each reduces the round-trip error. Default: 3. */
  readonly refinements?: number | undefined;
  /** t_max, the level of x_T: 0 to the schedule's last. Default: 95 % of the schedule. */
  readonly top?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: PictureReport) => void) | undefined;
}

export interface Inversion {
  /** x_T of each item, in the shape that the decoder diffuses. */
  readonly noise: readonly Tensor[];
  /** The levels; `decode` over them with DDIM, η = 0 and guidance 1 returns to the pictures. */
  readonly timesteps: readonly number[];
  /** Round-trip error of each item: root mean square difference of pixels in 0..1. */
  readonly errors: readonly number[];
}

/**
 * Inverts pictures under their conditioning, without guidance and without clipping x̂₀, since neither can be undone.
 * Then samples back, with one evaluation per level, to measure the round-trip error. By default the levels end at 95 %
 * of the schedule, because x_T at the top keeps nothing of the picture. Throws DiffusionError `timesteps`.
 */
export async function invert(
  model: Model,
  items: readonly InvertItem[],
  options: InvertOptions = {},
): Promise<Inversion> {
  const spec = model.role("decoder");
  const schedule = model.schedules[spec.schedule]!;
  const timesteps = inversionTimesteps(
    schedule.steps,
    options.steps ?? spec.inversionSteps ?? spec.steps,
    options.top,
  );
  if (items.length === 0) return { noise: [], timesteps, errors: [] };
  const network = roleNetwork({
    session: await model.session("decoder"),
    spec,
    conditional: await conditioning(model, items),
    signal: options.signal,
  });
  const denoise = denoiser(network, schedule, { prediction: spec.prediction, clip: { kind: "none" } });
  const side = await pictureSide(model, options.signal);
  const pictures = stack(items.map(({ image }) => clamp(resizeBicubic(image, side, side), -1, 1)));
  let x = await fromPictures(model, pictures, options.signal);
  for await (const step of invertDdim(denoise, x, {
    schedule,
    timesteps,
    refinements: options.refinements ?? 3,
  })) {
    x = step.x;
    options.onStep?.({
      step: step.step,
      steps: step.steps,
      pictures: async (first) => unstack(await toPictures(model, firstRows(step.x0, first), options.signal)),
    });
  }
  // Sampling with η = 0 draws no noise.
  const way = { schedule, timesteps, eta: 0, noise: () => zeros(x.shape) };
  const returned = await toPictures(model, await lastSample(sampleDdim(denoise, x, way)), options.signal);
  return { noise: unstack(x), timesteps, errors: rootMeanSquares(pictures, returned) };
}

/**
 * Reasons, as sentences, why decoding an inversion's x_T with these settings (default: the pack's) does not return to
 * the picture even with η = 0. Empty if it does.
 */
export function remarksOnReturn(
  model: Model,
  settings: Pick<DecodeItem, "guidance"> & Pick<DecodeOptions, "sampler" | "clip">,
): string[] {
  const spec = model.role("decoder");
  const remarks = inversionWarnings({
    clip: settings.clip ?? { kind: "none" },
    guidance: settings.guidance ?? spec.guidance,
  });
  if ((settings.sampler ?? "ddim") !== "ddim")
    remarks.push("x_T was found for DDIM: sample with ddim to return to the picture.");
  return remarks;
}

/** Of each item's difference; [−1, 1] is 0..1 stretched, so half of it. */
function rootMeanSquares(a: Tensor, b: Tensor): number[] {
  const others = unstack(b);
  return unstack(a).map(({ data }, i) => {
    const sum = data.reduce((total, x, k) => total + ((x - others[i]!.data[k]!) / 2) ** 2, 0);
    return Math.sqrt(sum / data.length);
  });
}
