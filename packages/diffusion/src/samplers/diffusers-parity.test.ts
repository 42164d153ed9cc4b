import { type Generator, generator, scale, type Tensor, tensor, zeros } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { denoiser } from "../denoiser.ts";
import type { Network } from "../network.ts";
import { lastSample } from "../sampler.ts";
import { cosineSchedule, linearSchedule, type Precision, type Schedule } from "../schedule.ts";
import { timesteps } from "../timesteps.ts";
import { sampleDdim } from "./ddim.ts";
import { sampleDdpm } from "./ddpm.ts";
import { invertDdim } from "./invert-ddim.ts";

// The toy model and sample of diffusers' own scheduler tests: m(x, t) = x·t/(t + 1), a ramp of 768 values.
const SHAPE = [4, 3, 8, 8];
const network: Network = async (x, t) => ({ prediction: scale(x, t / (t + 1)) });
const clip = { kind: "range", value: 1 } as const;

describe("the unCLIP loop (unclip.md §6.8, §6.9)", () => {
  async function total(precision: Precision, steps: number, random?: Generator): Promise<number> {
    const schedule = cosineSchedule(1000, precision);
    const x = await lastSample(
      sampleDdpm(denoiser(network, schedule, { prediction: "epsilon", clip }), sample(), {
        schedule,
        timesteps: timesteps(1000, steps, "linspace"),
        variance: "fixed-small",
        noise: () => random?.normal(SHAPE) ?? zeros(SHAPE),
      }),
    );
    return absoluteSum(x);
  }

  it.each([
    ["f32", 25, 0.959311],
    ["f32", 7, 18.29134],
    ["f64", 25, 0.95968],
    ["f64", 7, 18.299205],
  ] as const)("%s, %i steps, no noise: Σ|x| = %d", async (precision, steps, expected) => {
    expect(Math.abs((await total(precision, steps)) / expected - 1)).toBeLessThan(1e-5);
  });

  it.each([
    ["f32", 1000, 252.26929],
    ["f32", 25, 258.20453],
    ["f32", 7, 238.87776],
    ["f64", 1000, 252.439],
    ["f64", 25, 258.34107],
  ] as const)("%s, %i steps, noise of seed 0: Σ|x| = %d", async (precision, steps, expected) => {
    expect(Math.abs((await total(precision, steps, generator(0))) - expected)).toBeLessThan(5e-3);
  });
});

describe("DDIM (unclip.md §6.14)", () => {
  const schedule = linearSchedule(1000, 1e-4, 0.02, "f32");
  const levels = timesteps(1000, 10, "leading");

  it.each([
    ["epsilon", 172.0067],
    ["v", 52.5302],
  ] as const)("on %s: Σ|x| = %d", async (prediction, expected) => {
    const denoise = denoiser(network, schedule, { prediction, clip });
    const options = { schedule, timesteps: levels, eta: 0, noise: refuse };
    expect(absoluteSum(await lastSample(sampleDdim(denoise, sample(), options)))).toBeCloseTo(expected, 3);
  });

  it("inverted, one evaluation a level: Σ|x| = 671.6816", async () => {
    expect(await inverted(schedule)).toBeCloseTo(671.6816, 3);
  });

  async function inverted(schedule: Schedule): Promise<number> {
    const denoise = denoiser(network, schedule, { prediction: "epsilon", clip });
    const options = { schedule, timesteps: levels, refinements: 0 };
    return absoluteSum(await lastSample(invertDdim(denoise, sample(), options)));
  }
});

/** arange(768).reshape(3, 8, 8, 4)/768 with its last axis moved to the front. */
function sample(): Tensor {
  const data = new Float32Array(768);
  for (let i = 0; i < 768; i++) data[(i % 4) * 192 + Math.floor(i / 4)] = i / 768;
  return tensor(data, SHAPE);
}

function absoluteSum(x: Tensor): number {
  return x.data.reduce((sum, value) => sum + Math.abs(value), 0);
}

function refuse(): never {
  throw new Error("noise was drawn");
}
