import { combine, norm, scale, subtract, type Tensor, tensor } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import type { Denoiser } from "../denoiser.ts";
import { inversionTimesteps } from "../inversion.ts";
import { lastSample } from "../sampler.ts";
import { alphaBar, CLEAN, cosineSchedule } from "../schedule.ts";
import { timesteps } from "../timesteps.ts";
import { sampleDdim } from "./ddim.ts";
import { sampleDpmSolver2m } from "./dpm-solver-2m.ts";
import { inversionJump, invertDdim } from "./invert-ddim.ts";

// Data of N(0, s²) have a denoiser in closed form: ε = √(1−ᾱ)·x/(ᾱs² + 1−ᾱ), with s = 0.5.
const schedule = cosineSchedule(1000, "f64");
const VARIANCE = 0.25;
const x = tensor([0.5, -0.3, 1, 0.2], [1, 4]);
const linspace = (n: number) => timesteps(1000, n, "linspace");

function gains(t: number) {
  const bar = alphaBar(schedule, t);
  const spread = bar * VARIANCE + 1 - bar;
  return { epsilon: Math.sqrt(1 - bar) / spread, x0: (Math.sqrt(bar) * VARIANCE) / spread, spread };
}

const denoise: Denoiser = async (x, t) => ({
  x0: scale(x, gains(t).x0),
  epsilon: scale(x, gains(t).epsilon),
});

async function roundTrip(levels: readonly number[], refinements: number): Promise<number> {
  const noise = await lastSample(invertDdim(denoise, x, { schedule, timesteps: levels, refinements }));
  return distance(
    await lastSample(sampleDdim(denoise, noise, { schedule, timesteps: levels, eta: 0, noise: refuse })),
  );
}

/** The round trip of guided-diffusion's inversion, which evaluates the network at the level before each step. */
async function roundTripFromSource(levels: readonly number[]): Promise<number> {
  let noise = x;
  const up = levels.toReversed();
  for (const [i, t] of up.entries()) {
    const jump = inversionJump(schedule, up[i - 1] ?? CLEAN, t);
    // The lowest level of the schedule replaces the clean one, for which networks are not trained.
    const { epsilon } = await denoise(noise, up[i - 1] ?? up[0]!);
    noise = combine(jump.x, noise, jump.epsilon, epsilon);
  }
  const back = sampleDdim(denoise, noise, { schedule, timesteps: levels, eta: 0, noise: refuse });
  return distance(await lastSample(back));
}

/** The same round trip of the number 1 in 64 bits, since 32-bit tensors would hide the error. */
function exactRoundTrip(levels: readonly number[], refinements: number): number {
  const up = levels.toReversed();
  let value = 1;
  up.forEach((t, i) => {
    const jump = inversionJump(schedule, up[i - 1] ?? CLEAN, t);
    const source = value;
    for (let k = 0; k <= refinements; k++) value = jump.x * source + jump.epsilon * gains(t).epsilon * value;
  });
  levels.forEach((t, i) => {
    const next = alphaBar(schedule, levels[i + 1] ?? CLEAN);
    value *= Math.sqrt(next) * gains(t).x0 + Math.sqrt(1 - next) * gains(t).epsilon;
  });
  return Math.abs(value - 1);
}

describe("inversion and back", () => {
  it.each([
    [25, 7.27e-2],
    [50, 3.64e-2],
    [100, 1.82e-2],
    [250, 7.3e-3],
  ])("%i steps, no refinement: relative error %d (unclip.md §6.15)", async (n, expected) => {
    expect(Math.abs((await roundTrip(linspace(n), 0)) / expected - 1)).toBeLessThan(5e-3);
  });

  it.each([25, 50, 100, 250])(
    "%i steps, the network asked at the source level: relative error 3.06/n (§6.15)",
    async (n) => {
      const error = await roundTripFromSource(linspace(n));
      expect(error * n).toBeGreaterThan(2.9);
      expect(error * n).toBeLessThan(3.2);
      expect(error / (await roundTrip(linspace(n), 0))).toBeCloseTo(1.7, 1);
    },
  );

  it("halves its error when the steps double (unclip.md §6.15)", async () => {
    const [coarse, fine] = [await roundTrip(linspace(25), 0), await roundTrip(linspace(50), 0)];
    expect(coarse / fine).toBeCloseTo(2, 1);
  });

  it.each([
    [25, 2.71e-3],
    [50, 6.3e-4],
  ])("%i steps, three refinements: relative error %d (unclip.md §6.16)", async (n, expected) => {
    expect(Math.abs((await roundTrip(linspace(n), 3)) / expected - 1)).toBeLessThan(1e-2);
  });

  it("is exact to 2.1e-9 from the default top level, 950 (unclip.md §6.16)", async () => {
    const levels = inversionTimesteps(1000, 50);
    expect(levels[0]).toBe(950);
    expect(exactRoundTrip(levels, 10)).toBeCloseTo(2.1e-9, 10);
    expect(await roundTrip(levels, 10)).toBeLessThan(1e-6);
  });

  it("stalls at 4.8e-4 from level 999 (unclip.md §6.16)", async () => {
    expect(exactRoundTrip(linspace(50), 10)).toBeCloseTo(4.8e-4, 5);
    expect(await roundTrip(linspace(50), 10)).toBeCloseTo(4.8e-4, 5);
  });

  it("is exact without refinement where ε does not depend on x (unclip.md §6.17)", async () => {
    const fixed = tensor([0.4, -1, 0.1, 2], [1, 4]);
    const constant: Denoiser = async (x, t) => {
      const bar = alphaBar(schedule, t);
      return { x0: scale(subtract(x, scale(fixed, Math.sqrt(1 - bar))), 1 / Math.sqrt(bar)), epsilon: fixed };
    };
    const levels = inversionTimesteps(1000, 25);
    const noise = await lastSample(invertDdim(constant, x, { schedule, timesteps: levels, refinements: 0 }));
    const back = sampleDdim(constant, noise, { schedule, timesteps: levels, eta: 0, noise: refuse });
    expect(distance(await lastSample(back))).toBeLessThan(2e-5);

    let value = 1;
    const up = levels.toReversed();
    up.forEach((t, i) => {
      const jump = inversionJump(schedule, up[i - 1] ?? CLEAN, t);
      value = jump.x * value + jump.epsilon * 0.4;
    });
    levels.forEach((t, i) => {
      const [bar, next] = [alphaBar(schedule, t), alphaBar(schedule, levels[i + 1] ?? CLEAN)];
      value =
        (Math.sqrt(next) * (value - Math.sqrt(1 - bar) * 0.4)) / Math.sqrt(bar) + Math.sqrt(1 - next) * 0.4;
    });
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(1e-12);
  });
});

describe("DPM-Solver++(2M)", () => {
  // The probability-flow ODE of Gaussian data scales x by the ratio of the standard deviations at its two ends.
  const levels = (n: number) => inversionTimesteps(1000, n, 900);
  const exact = scale(x, Math.sqrt(gains(0).spread / gains(900).spread));

  async function error(n: number, solver: "2m" | "ddim"): Promise<number> {
    const options = { schedule, timesteps: levels(n) };
    const steps =
      solver === "2m"
        ? sampleDpmSolver2m(denoise, x, options)
        : sampleDdim(denoise, x, { ...options, eta: 0, noise: refuse });
    let last: Tensor | undefined;
    // The step to the clean level is left out: its x̂₀ is the mean of the posterior, not a point of the ODE.
    for await (const step of steps) if (step.step === n - 1) last = step.x;
    return norm(subtract(last!, exact)) / norm(exact);
  }

  it("is of second order: its error falls about fourfold when the steps double", async () => {
    const [coarse, fine] = [await error(20, "2m"), await error(40, "2m")];
    expect(coarse / fine).toBeGreaterThan(3);
    expect(coarse / fine).toBeLessThan(5.5);
  });

  it("is several times closer than DDIM at 80 steps", async () => {
    expect((await error(80, "ddim")) / (await error(80, "2m"))).toBeGreaterThan(3);
  });

  it("ends on x̂₀: one step is all of it", async () => {
    const steps = { schedule, timesteps: [900] };
    const last = await lastSample(sampleDpmSolver2m(denoise, x, steps));
    expect(last.data).toEqual(scale(x, gains(900).x0).data);
  });
});

function distance(back: Tensor): number {
  return norm(subtract(back, x)) / norm(x);
}

function refuse(): never {
  throw new Error("noise was drawn");
}
