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
  /** A picture [3, H, W] in [−1, 1]; resized to what the decoder draws. */
  readonly image: Tensor;
}

export interface InvertOptions {
  /** Number of levels; the pack's own number for inversion, else of decoder steps, where absent. */
  readonly steps?: number | undefined;
  /** Further evaluations a level, each of which shrinks the error of the round trip; 3 where absent. */
  readonly refinements?: number | undefined;
  /** t_max, the level at which x_T is: 0 up to the schedule's last; 95 % of the schedule where absent. */
  readonly top?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: PictureReport) => void) | undefined;
}

export interface Inversion {
  /** x_T of each item, in the shape that the decoder diffuses. */
  readonly noise: readonly Tensor[];
  /** The levels; `decode` over them with DDIM, η = 0 and guidance 1 returns to the pictures. */
  readonly timesteps: readonly number[];
  /** How far each item's picture is from the one that its noise returns to: root mean square of pixels in 0..1. */
  readonly errors: readonly number[];
}

/**
 * Inverts pictures under their conditioning, without guidance and without clipping x̂₀: neither can be undone; then
 * goes back, one evaluation a level, to tell how far off it ends. The levels end at 95 % of the schedule unless told
 * otherwise, since at its top nothing of the picture is left to be found again. Throws DiffusionError `timesteps`.
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
  // With η = 0 no noise is drawn on the way back.
  const way = { schedule, timesteps, eta: 0, noise: () => zeros(x.shape) };
  const returned = await toPictures(model, await lastSample(sampleDdim(denoise, x, way)), options.signal);
  return { noise: unstack(x), timesteps, errors: rootMeanSquares(pictures, returned) };
}

/**
 * Sentences that say why decoding from the x_T of an inversion under these settings (the pack's own where absent) will
 * not return to its picture, even with η = 0; none where it will.
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
