import { DiffusionError } from "./diffusion-error.ts";

/** `f32` rounds as PyTorch does with 32-bit tables (diffusers); `f64` keeps 64 bits (guided-diffusion, Karlo). */
export type Precision = "f32" | "f64";

/**
 * How noise is added: level t mixes √ᾱ_t of the clean sample with √(1−ᾱ_t) of noise, t = 0..steps−1.
 * In `f32` precision the tables hold 32-bit values.
 */
export interface Schedule {
  readonly steps: number;
  readonly betas: Float64Array;
  /** ᾱ_t = ∏ (1 − β_i), i ≤ t. */
  readonly alphasCumprod: Float64Array;
  readonly precision: Precision;
}

/** The level below 0: a clean sample, ᾱ = 1. */
export const CLEAN = -1;

/** ᾱ from cos² (Nichol & Dhariwal 2021, eq. 17, s = 0.008), betas capped at 0.999. */
export function cosineSchedule(steps: number, precision: Precision): Schedule {
  const level = (u: number) => Math.cos(((u + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
  const beta = (i: number) => Math.min(1 - level((i + 1) / steps) / level(i / steps), 0.999);
  return fromBetas(steps, precision, beta);
}

/** Betas evenly spaced from `start` to `end` (Ho et al. 2020 §4: 1e-4 to 0.02 for 1000 steps). */
export function linearSchedule(steps: number, start: number, end: number, precision: Precision): Schedule {
  return fromBetas(steps, precision, evenly(start, end, steps, precision));
}

/** √β evenly spaced from √start to √end (Rombach et al. 2022, as in Stable Diffusion). */
export function scaledLinearSchedule(
  steps: number,
  start: number,
  end: number,
  precision: Precision,
): Schedule {
  const root = evenly(Math.sqrt(start), Math.sqrt(end), steps, precision);
  return fromBetas(steps, precision, (i) => root(i) ** 2);
}

/** ᾱ of a level; {@link CLEAN} and below is 1. Throws `timesteps` for a level outside the schedule. */
export function alphaBar(schedule: Schedule, level: number): number {
  if (level < 0) return 1;
  const value = schedule.alphasCumprod[level];
  if (value === undefined) {
    throw new DiffusionError("timesteps", `Levels are integers up to ${schedule.steps - 1}; found ${level}.`);
  }
  return value;
}

/** Rounds the result of a scalar operation to a precision. */
export function rounding(precision: Precision): (value: number) => number {
  return precision === "f32" ? Math.fround : (value) => value;
}

/** `count` values from `start` to `end`, computed from both ends with a fused multiply-add, as `torch.linspace` does. */
function evenly(start: number, end: number, count: number, precision: Precision): (i: number) => number {
  const round = rounding(precision);
  const [low, high] = [round(start), round(end)];
  const step = count === 1 ? 0 : round(round(high - low) / (count - 1));
  return (i) => (i < count / 2 ? round(low + step * i) : round(high - step * (count - 1 - i)));
}

/** The running product stays in 64 bits and only its values are rounded: that equals `torch.cumprod` bit for bit. */
function fromBetas(steps: number, precision: Precision, beta: (i: number) => number): Schedule {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new DiffusionError("schedule", `A schedule has an integer number of steps ≥ 1; found ${steps}.`);
  }
  const round = rounding(precision);
  const betas = new Float64Array(steps);
  const alphasCumprod = new Float64Array(steps);
  let product = 1;
  for (let i = 0; i < steps; i++) {
    const value = round(beta(i));
    if (!(value > 0 && value < 1)) {
      throw new DiffusionError("schedule", `Every β lies between 0 and 1; β_${i} is ${value}.`);
    }
    betas[i] = value;
    product *= round(1 - value);
    alphasCumprod[i] = round(product);
  }
  return { steps, betas, alphasCumprod, precision };
}
