import { combine, type Tensor } from "@unclip/tensor";
import type { Denoiser } from "../denoiser.ts";
import type { SamplerOptions, SamplerStep } from "../sampler.ts";
import { alphaBar, CLEAN, type Schedule } from "../schedule.ts";

export interface InvertOptions extends SamplerOptions {
  /** Extra evaluations per level; each reduces the round-trip error. 0 means one evaluation. */
  readonly refinements: number;
}

/**
 * DDIM inversion (Dhariwal & Nichol 2021 §F; Ramesh et al. 2022 §3.1): from a clean x to the x_T from which
 * {@link sampleDdim} with η = 0, the same denoiser and the same `timesteps` returns to x. Levels are visited from the
 * last of the list to the first. A step solves x' = √(ᾱ'/ᾱ)·x + (√(1−ᾱ') − √(ᾱ'/ᾱ)·√(1−ᾱ))·ε(x', t') by fixed-point
 * iteration from x' = x, with the network evaluated at the target level t'.
 * Close to ᾱ = 0 the iteration stalls, so take the levels from {@link inversionTimesteps}.
 */
export async function* invertDdim(
  denoise: Denoiser,
  x: Tensor,
  options: InvertOptions,
): AsyncGenerator<SamplerStep> {
  const { schedule, refinements } = options;
  const timesteps = options.timesteps.toReversed();
  for (const [i, t] of timesteps.entries()) {
    const source = x;
    const jump = inversionJump(schedule, timesteps[i - 1] ?? CLEAN, t);
    let x0 = x;
    for (let evaluation = 0; evaluation <= refinements; evaluation++) {
      const denoised = await denoise(x, t);
      x = combine(jump.x, source, jump.epsilon, denoised.epsilon);
      x0 = denoised.x0;
    }
    yield { step: i + 1, steps: timesteps.length, t, x, x0 };
  }
}

/** Weights of x and ε in a step up from level `from` to level `to`. */
export function inversionJump(schedule: Schedule, from: number, to: number) {
  const at = alphaBar(schedule, from);
  const next = alphaBar(schedule, to);
  const x = Math.sqrt(next / at);
  return { x, epsilon: Math.sqrt(1 - next) - x * Math.sqrt(1 - at) };
}
