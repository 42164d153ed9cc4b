import { addScaled, combine, subtract, type Tensor } from "@unclip/tensor";
import type { Denoiser } from "../denoiser.ts";
import type { SamplerOptions, SamplerStep } from "../sampler.ts";
import { alphaBar, CLEAN, type Schedule } from "../schedule.ts";

/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++", algorithm 2): a deterministic multistep solver of second order in
 * λ = ln(√ᾱ/√(1−ᾱ)). The first step, and the last one to the clean level (where λ is infinite), are of first order.
 * That is diffusers' DPMSolverMultistepScheduler of order 2 with the midpoint rule and a last σ of zero, and
 * k-diffusion's sample_dpmpp_2m, at any number of steps. Take the levels from {@link solverTimesteps}.
 */
export async function* sampleDpmSolver2m(
  denoise: Denoiser,
  x: Tensor,
  options: SamplerOptions,
): AsyncGenerator<SamplerStep> {
  const { schedule, timesteps } = options;
  let before: { readonly x0: Tensor; readonly step: number } | undefined;
  for (const [i, t] of timesteps.entries()) {
    const { x0 } = await denoise(x, t);
    const at = noiseLevel(schedule, t);
    const next = noiseLevel(schedule, timesteps[i + 1] ?? CLEAN);
    const step = next.lambda - at.lambda;
    // D = x̂₀ + (x̂₀ − the one before)/(2r), with r the ratio of the step before to this one.
    const target =
      before !== undefined && Number.isFinite(step)
        ? addScaled(x0, subtract(x0, before.x0), step / (2 * before.step))
        : x0;
    // √ᾱ'·(1 − e^−h), in a form that is defined for h = ∞.
    const gain = next.signal - (next.noise * at.signal) / at.noise;
    x = combine(next.noise / at.noise, x, gain, target);
    before = { x0, step };
    yield { step: i + 1, steps: timesteps.length, t, x, x0 };
  }
}

function noiseLevel(schedule: Schedule, level: number) {
  const bar = alphaBar(schedule, level);
  const signal = Math.sqrt(bar);
  const noise = Math.sqrt(1 - bar);
  return { signal, noise, lambda: Math.log(signal / noise) };
}
