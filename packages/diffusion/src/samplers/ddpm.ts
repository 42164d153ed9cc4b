import { add, addScaled, combine, multiply, type Tensor } from "@unclip/tensor";
import type { Denoiser } from "../denoiser.ts";
import { posterior } from "../posterior.ts";
import { fixedSmallDeviation, learnedDeviation } from "../reverse-variance.ts";
import type { Noise, SamplerOptions, SamplerStep } from "../sampler.ts";
import { CLEAN } from "../schedule.ts";

export interface DdpmOptions extends SamplerOptions {
  readonly noise: Noise;
  /** `fixed-small` is β̃; `learned-range` is between β̃ and β, as the network predicts. */
  readonly variance: "fixed-small" | "learned-range";
}

/**
 * Ancestral sampling (Ho et al. 2020, algorithm 2) over any descending list of levels, as unCLIP's prior and decoder
 * are sampled: x ← posterior mean of (x̂₀, x) + σ·z. Draws noise once for every step but the one to the clean level,
 * whatever level that leaves: β̃ is 0 there, and a learned variance above it would leave its noise in the result.
 */
export async function* sampleDdpm(
  denoise: Denoiser,
  x: Tensor,
  options: DdpmOptions,
): AsyncGenerator<SamplerStep> {
  const { schedule, timesteps, noise, variance: kind } = options;
  for (const [i, t] of timesteps.entries()) {
    const { x0, variance } = await denoise(x, t);
    const next = timesteps[i + 1] ?? CLEAN;
    const jump = posterior(schedule, t, next);
    x = combine(jump.x0, x0, jump.x, x);
    if (next > CLEAN) {
      const z = noise();
      if (kind === "fixed-small") x = addScaled(x, z, fixedSmallDeviation(jump));
      else x = add(x, multiply(learnedDeviation(jump, variance), z));
    }
    yield { step: i + 1, steps: timesteps.length, t, x, x0 };
  }
}
