import type { Tensor } from "@unclip/tensor";
import { DiffusionError } from "./diffusion-error.ts";
import type { Schedule } from "./schedule.ts";

/** The state of a sampler after a step. */
export interface SamplerStep {
  /** Steps done, 1..steps. */
  readonly step: number;
  readonly steps: number;
  /** The level at which the network was evaluated. */
  readonly t: number;
  /** The sample after the step; after the last one, the result. */
  readonly x: Tensor;
  /** The denoiser's estimate of the clean sample, for previews. */
  readonly x0: Tensor;
}

/** Options of every sampler. */
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
