import { addScaled, combine, type Tensor } from "@unclip/tensor";
import { ddimJump } from "../ddim-jump.ts";
import type { Denoiser } from "../denoiser.ts";
import type { Noise, SamplerOptions, SamplerStep } from "../sampler.ts";
import { CLEAN } from "../schedule.ts";

export interface DdimOptions extends SamplerOptions {
  /** 0 (deterministic) to 1 (as random as DDPM). The paper's variations use values between (§3.1). */
  readonly eta: number;
  /** Called only for steps that add noise: η > 0 and the next level is not clean. */
  readonly noise: Noise;
}

/**
 * DDIM (Song et al. 2021, eq. 12). The next level is the next of the list, so that any spacing chains from noise to
 * clean. diffusers computes it as t − ⌊T/n⌋, which is equal for lists with that stride.
 */
export async function* sampleDdim(
  denoise: Denoiser,
  x: Tensor,
  options: DdimOptions,
): AsyncGenerator<SamplerStep> {
  const { schedule, timesteps, eta, noise } = options;
  for (const [i, t] of timesteps.entries()) {
    const { x0, epsilon } = await denoise(x, t);
    const jump = ddimJump(schedule, t, timesteps[i + 1] ?? CLEAN, eta);
    x = combine(jump.x0, x0, jump.epsilon, epsilon);
    if (jump.sigma > 0) x = addScaled(x, noise(), jump.sigma);
    yield { step: i + 1, steps: timesteps.length, t, x, x0 };
  }
}
