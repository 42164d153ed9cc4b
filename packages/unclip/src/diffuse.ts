/**
 * The loop that prior, decoder and upsamplers share: from x_T to x_0 through a role's network.
 */
import {
  type Clip,
  denoiser,
  type Network,
  type Noise,
  type SamplerStep,
  type Spacing,
  sampleDdim,
  sampleDdpm,
  sampleDpmSolver2m,
  solverTimesteps,
  timesteps,
} from "@unclip/diffusion";
import type { DiffusionSpec } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";
import type { Model } from "./model.ts";

export type Sampler = DiffusionSpec["sampler"];

/** Options of a diffusion. They default to the pack's settings. */
export interface DiffuseOptions {
  /** Number of steps, 1 up to the schedule's. */
  readonly steps?: number | undefined;
  /** Absent: DDIM with `timesteps` or with η > 0, which only DDIM can follow, else the pack's own. */
  readonly sampler?: Sampler | undefined;
  /** Randomness of DDIM: 0 (deterministic) to 1. Default: 0. Other samplers ignore it. */
  readonly eta?: number | undefined;
  /**
   * Levels to visit instead of those of `steps`, for example those of an inversion to return to its picture. x̂₀ is
   * then clipped only if `clip` is set, since an inversion does not clip it.
   */
  readonly timesteps?: readonly number[] | undefined;
  /** How the levels of `steps` are spaced. */
  readonly spacing?: Spacing | undefined;
  /** How x̂₀ is kept in the range of data. */
  readonly clip?: Clip | undefined;
}

/** The sampler for these settings; see {@link DiffuseOptions}. */
function samplerOf(
  spec: Pick<DiffusionSpec, "sampler">,
  { sampler, timesteps, eta = 0 }: Pick<DiffuseOptions, "sampler" | "timesteps" | "eta">,
): Sampler {
  return sampler ?? (timesteps !== undefined || eta > 0 ? "ddim" : spec.sampler);
}

/**
 * Samples x_0 from `x` [B, ...]; `noise` draws step noise of x's shape, in the order of steps.
 */
export function diffuse(
  model: Model,
  spec: DiffusionSpec,
  network: Network,
  x: Tensor,
  noise: Noise,
  options: DiffuseOptions,
): AsyncGenerator<SamplerStep> {
  const schedule = model.schedules[spec.schedule]!;
  const sampler = samplerOf(spec, options);
  const clip = options.clip ?? (options.timesteps ? { kind: "none" } : spec.clip);
  // ε of the clipped x̂₀, as in guided-diffusion, on which the paper builds: x̂₀ and ε stay one x_t.
  const denoise = denoiser(network, schedule, { prediction: spec.prediction, clip, epsilon: "from-x0" });
  const common = { schedule, timesteps: levelsOf(schedule.steps, spec, sampler, options) };
  switch (sampler) {
    case "ddim":
      return sampleDdim(denoise, x, { ...common, eta: options.eta ?? 0, noise });
    case "dpm-solver-2m":
      return sampleDpmSolver2m(denoise, x, common);
    case "ddpm": {
      const variance = spec.variance === "learned-range" ? "learned-range" : "fixed-small";
      return sampleDdpm(denoise, x, { ...common, noise, variance });
    }
  }
}

function levelsOf(
  total: number,
  spec: DiffusionSpec,
  sampler: Sampler,
  options: DiffuseOptions,
): readonly number[] {
  const solver = sampler === "dpm-solver-2m";
  // An inversion ends at level 0, which a solver skips. A list of level 0 alone is kept.
  if (options.timesteps) {
    const above = options.timesteps.filter((level) => level > 0);
    return solver && above.length > 0 ? above : options.timesteps;
  }
  return (solver ? solverTimesteps : timesteps)(
    total,
    options.steps ?? spec.steps,
    options.spacing ?? spec.spacing,
  );
}
