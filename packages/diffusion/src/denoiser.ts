import { combine, sameShape, showShape, type Tensor } from "@unclip/tensor";
import { type Clip, clipped } from "./clip.ts";
import { DiffusionError } from "./diffusion-error.ts";
import type { Network } from "./network.ts";
import { type Conversion, conversion, type Prediction } from "./prediction.ts";
import { alphaBar, type Schedule } from "./schedule.ts";

/** The interface that samplers call: x_t [B, ...] at level t → the clean sample and the noise in it. */
export type Denoiser = (x: Tensor, t: number) => Promise<Denoised>;

export interface Denoised {
  /** x̂₀, clipped. */
  readonly x0: Tensor;
  /** ε̂. */
  readonly epsilon: Tensor;
  /** As in {@link NetworkOutput}. */
  readonly variance?: Tensor;
}

export interface DenoiserOptions {
  readonly prediction: Prediction;
  readonly clip: Clip;
  /**
   * `predicted` leaves ε̂ as the network has it (diffusers' DDIM); `from-x0` derives it again from the clipped x̂₀
   * (guided-diffusion's, which the paper builds on). They are equal if nothing is clipped. Default: predicted.
   */
  readonly epsilon?: "predicted" | "from-x0";
}

/** Converts a network's prediction to x̂₀ and ε̂. The denoiser throws `prediction` for an output of another shape. */
export function denoiser(network: Network, schedule: Schedule, options: DenoiserOptions): Denoiser {
  const { prediction: kind, clip, epsilon: source = "predicted" } = options;
  return async (x, t) => {
    const { prediction, variance } = await network(x, t);
    requireShape("prediction", prediction, x);
    if (variance !== undefined) requireShape("variance", variance, x);
    const level = alphaBar(schedule, t);
    const weights = conversion(kind, level, schedule.precision);
    const x0 = clipped(mixed(weights.x0, x, prediction), clip);
    const epsilon =
      source === "from-x0" && clip.kind !== "none"
        ? mixed(conversion("sample", level, schedule.precision).epsilon, x, x0)
        : mixed(weights.epsilon, x, prediction);
    return variance === undefined ? { x0, epsilon } : { x0, epsilon, variance };
  };
}

function mixed(weights: Conversion["x0"], x: Tensor, prediction: Tensor): Tensor {
  if (weights.x === 0 && weights.prediction === 1) return prediction;
  return combine(weights.x, x, weights.prediction, prediction);
}

function requireShape(name: string, found: Tensor, x: Tensor): void {
  if (sameShape(found, x)) return;
  const shapes = `${showShape(found.shape)} for x of ${showShape(x.shape)}`;
  throw new DiffusionError("prediction", `A network's ${name} has the shape of its input; found ${shapes}.`);
}
