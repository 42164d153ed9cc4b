import type { Tensor } from "@unclip/tensor";
import { DiffusionError } from "./diffusion-error.ts";
import type { Schedule } from "./schedule.ts";

/** Where a sampler stands after a step. */
export interface SamplerStep {
  /** Steps done, 1..steps. */
  readonly step: number;
  readonly steps: number;
  /** The level at which the network was asked. */
  readonly t: number;
  /** The sample after the step; after the last one, the result. */
  readonly x: Tensor;
  /** What the denoiser took for the clean sample: the preview. */
  readonly x0: Tensor;
}

/** What every sampler takes besides a denoiser and the x [B, ...] it starts from. */
export interface SamplerOptions {
  readonly schedule: Schedule;
  /** Levels to visit, descending; after the last one comes the clean level. */
  readonly timesteps: readonly number[];
}

/** Draws noise of x's shape; called once for each step that adds noise, in order. */
export type Noise = () => Tensor;

/** Runs a sampler to its end: the last x. Throws `timesteps` when it made no step. */
export async function lastSample(steps: AsyncIterable<SamplerStep>): Promise<Tensor> {
  let x: Tensor | undefined;
  for await (const step of steps) x = step.x;
  if (x === undefined)
    throw new DiffusionError("timesteps", "The sampler made no step; give it at least one level.");
  return x;
}
