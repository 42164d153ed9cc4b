/** What record.py recorded, and what our samplers return for the same. */
import { readFile } from "node:fs/promises";
import {
  cosineSchedule,
  type Denoiser,
  denoiser,
  invertDdim,
  lastSample,
  type Network,
  type Precision,
  type Schedule,
  type Spacing,
  sampleDdim,
  sampleDdpm,
  sampleDpmSolver2m,
  solverTimesteps,
  timesteps,
} from "@unclip/diffusion";
import { generator, type Tensor } from "@unclip/tensor";

/** The end of one sampler, over one spacing and number of steps, as the reference has it. */
export interface Case {
  readonly sampler: string;
  readonly spacing: string;
  readonly steps: number;
  readonly levels: readonly number[];
  /** A scheduler of diffusers, or `NumPy, f64` where diffusers has none that visits these levels. */
  readonly source: string;
  /** The reference as it is; absent where it is not diffusers'. */
  readonly f32?: readonly number[];
  readonly f64: readonly number[];
}

/** Sums of the levels of 1, 2, … steps of a spacing, and a digest of them all. */
export interface Levels {
  readonly spacing: string;
  readonly sha256: string;
  /** Step counts at which `np.arange` returns a further level of −1. */
  readonly levelMinusOneAt: readonly number[];
  readonly sums: readonly number[];
}

async function recorded(name: string) {
  return JSON.parse(await readFile(new URL(name, import.meta.url), "utf8"));
}

export const cases: readonly Case[] = (await recorded("reference.json")).cases;
export const recordedLevels: readonly Levels[] = (await recorded("levels.json")).spacings;

const shape = [1, 2, 2, 4];
const schedules = { f32: cosineSchedule(1000, "f32"), f64: cosineSchedule(1000, "f64") };
const exact = schedules.f64;

/** E[x₀ | x_t] where x₀ is ±1 with a standard deviation of 0.3: always in 64 bits, as recorded. */
function cleanOf(x: number, t: number): number {
  const bar = exact.alphasCumprod[t]!;
  const signal = Math.sqrt(bar);
  const variance = bar * 0.09 + 1 - bar;
  const point = Math.tanh((signal * x) / variance);
  return point + ((signal * 0.09) / variance) * (x - signal * point);
}

const each = (x: Tensor, of: (value: number) => number): Tensor => ({ data: x.data.map(of), shape: x.shape });

const cleanNetwork: Network = async (x, t) => ({
  prediction: each(x, (value) => cleanOf(value, t)),
  variance: each(x, (value) => 0.9 * Math.sin(3 * value)),
});
const velocityNetwork: Network = async (x, t) => {
  const bar = exact.alphasCumprod[t]!;
  return {
    prediction: each(x, (value) => (Math.sqrt(bar) * value - cleanOf(value, t)) / Math.sqrt(1 - bar)),
  };
};

function velocity(schedule: Schedule): Denoiser {
  return denoiser(velocityNetwork, schedule, { prediction: "v", clip: { kind: "none" } });
}

/** The levels that we take for a case. */
export function levelsOf({ sampler, spacing, steps, levels }: Case): number[] {
  const space = sampler === "dpm-solver-2m" ? solverTimesteps : timesteps;
  return space(1000, steps, spacing === "list" ? { kind: "list", timesteps: levels } : (spacing as Spacing));
}

/** Where our sampler ends. */
export async function endOf(found: Case, precision: Precision): Promise<Tensor> {
  const { sampler } = found;
  const schedule = schedules[precision];
  const source = generator(0);
  const x = source.normal(shape);
  const options = { schedule, timesteps: levelsOf(found), noise: () => source.normal(shape) };
  if (sampler.startsWith("ddpm")) {
    const clip = { kind: "range", value: 1 } as const;
    const variance = sampler === "ddpm learned-range" ? "learned-range" : "fixed-small";
    const denoise = denoiser(cleanNetwork, schedule, { prediction: "sample", clip });
    return lastSample(sampleDdpm(denoise, x, { ...options, variance }));
  }
  if (sampler.startsWith("ddim")) {
    const eta = Number(sampler.replace("ddim η=", ""));
    return lastSample(sampleDdim(velocity(schedule), x, { ...options, eta }));
  }
  if (sampler === "dpm-solver-2m") return lastSample(sampleDpmSolver2m(velocity(schedule), x, options));
  const refinements = Number(sampler.replace("inversion, refined ", ""));
  const picture = each(x, (value) => Math.tanh(value));
  return lastSample(invertDdim(velocity(schedule), picture, { ...options, refinements }));
}

/** The largest difference as a share of the largest value. */
export function relativeError(found: ArrayLike<number>, expected: readonly number[]): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(found[i]! - value))) / largest;
}
