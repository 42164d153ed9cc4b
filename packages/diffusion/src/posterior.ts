import { alphaBar, rounding, type Schedule } from "./schedule.ts";

/** q(x_prev | x_t, x₀) between two levels: mean = x0·x₀ + x·x_t. */
export interface Posterior {
  readonly x0: number;
  readonly x: number;
  /** β of the jump: the upper bound of the reverse variance. */
  readonly beta: number;
  /** β̃, the variance of the posterior: the lower bound of the reverse variance. 0 when `to` is clean. */
  readonly variance: number;
}

/**
 * The posterior of a jump from level `from` to a lower level `to` (Ho et al. 2020, eq. 7, with β = 1 − ᾱ_from/ᾱ_to
 * so that levels may be skipped). Every operation is rounded to the schedule's precision.
 */
export function posterior(schedule: Schedule, from: number, to: number): Posterior {
  const round = rounding(schedule.precision);
  const root = (value: number) => round(Math.sqrt(value));
  const at = alphaBar(schedule, from);
  const next = alphaBar(schedule, to);
  const noiseAt = round(1 - at);
  const noiseNext = round(1 - next);
  // The table's own β for a single level: 1 − ᾱ/ᾱ' has lost digits to cancellation.
  const beta = to === from - 1 ? schedule.betas[from]! : round(1 - round(at / next));
  return {
    x0: round(round(root(next) * beta) / noiseAt),
    x: round(round(root(round(1 - beta)) * noiseNext) / noiseAt),
    beta,
    variance: round(round(noiseNext / noiseAt) * beta),
  };
}
