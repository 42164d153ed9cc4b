import { alphaBar, rounding, type Schedule } from "./schedule.ts";

/** One DDIM update as weights: x_to = x0·x̂₀ + epsilon·ε̂ + sigma·z. */
export interface DdimJump {
  readonly x0: number;
  readonly epsilon: number;
  readonly sigma: number;
}

/**
 * From level `from` to level `to` (Song et al. 2021, eq. 12 and 16): σ = η·√((1−ᾱ')/(1−ᾱ))·√(1−ᾱ/ᾱ'), x0 = √ᾱ',
 * epsilon = √(1−ᾱ'−σ²), where ᾱ' belongs to `to`. η = 0 is deterministic, η = 1 has the variance of DDPM.
 */
export function ddimJump(schedule: Schedule, from: number, to: number, eta: number): DdimJump {
  const round = rounding(schedule.precision);
  const at = alphaBar(schedule, from);
  const next = alphaBar(schedule, to);
  const variance = round(round(round(1 - next) / round(1 - at)) * round(1 - round(at / next)));
  const sigma = eta === 0 ? 0 : round(eta * round(Math.sqrt(variance)));
  return {
    x0: round(Math.sqrt(next)),
    // Rounded after each operation, as the original: near noise little is left of 1 − ᾱ' − σ².
    epsilon: round(Math.sqrt(Math.max(0, round(round(1 - next) - round(sigma ** 2))))),
    sigma,
  };
}
