import { full, generator, scale, sliceBatch, stack, type Tensor, tensor } from "@unclip/tensor";
import { describe, expect, it, vi } from "vitest";
import type { Denoiser } from "../denoiser.ts";
import { lastSample, type SamplerStep } from "../sampler.ts";
import { alphaBar, cosineSchedule } from "../schedule.ts";
import { solverTimesteps } from "../solver-timesteps.ts";
import { timesteps } from "../timesteps.ts";
import { sampleDdim } from "./ddim.ts";
import { sampleDdpm } from "./ddpm.ts";
import { sampleDpmSolver2m } from "./dpm-solver-2m.ts";
import { invertDdim } from "./invert-ddim.ts";

const schedule = cosineSchedule(1000, "f64");
const levels = timesteps(1000, 5, "linspace");
const x = tensor([0.5, -1, 2, 0.1], [2, 2]);
const denoise: Denoiser = async (x, t) => ({
  x0: scale(x, 0.5),
  epsilon: scale(x, t / 1000),
  variance: full(x.shape, -1),
});
const ones = () => full(x.shape, 1);

const samplers: [
  string,
  (denoise: Denoiser, x: Tensor, noise: () => Tensor) => AsyncGenerator<SamplerStep>,
][] = [
  [
    "ddpm",
    (d, x, noise) => sampleDdpm(d, x, { schedule, timesteps: levels, noise, variance: "fixed-small" }),
  ],
  [
    "ddpm learned",
    (d, x, noise) => sampleDdpm(d, x, { schedule, timesteps: levels, noise, variance: "learned-range" }),
  ],
  ["ddim", (d, x, noise) => sampleDdim(d, x, { schedule, timesteps: levels, noise, eta: 0.5 })],
  ["dpm-solver-2m", (d, x) => sampleDpmSolver2m(d, x, { schedule, timesteps: levels })],
  ["invert-ddim", (d, x) => invertDdim(d, x, { schedule, timesteps: levels, refinements: 1 })],
];

describe.each(samplers)("%s", (name, sampler) => {
  it("yields every step, with the level that was asked", async () => {
    const steps: SamplerStep[] = [];
    for await (const step of sampler(denoise, x, ones)) steps.push(step);
    expect(steps.map(({ step, steps }) => [step, steps])).toEqual([1, 2, 3, 4, 5].map((step) => [step, 5]));
    expect(steps.map(({ t }) => t)).toEqual(name === "invert-ddim" ? levels.toReversed() : levels);
    for (const step of steps) expect([step.x.shape, step.x0.shape]).toEqual([x.shape, x.shape]);
  });

  it("asks nothing more once its consumer returns", async () => {
    const asked = vi.fn(denoise);
    for await (const { step } of sampler(asked, x, ones)) if (step === 2) break;
    expect(asked).toHaveBeenCalledTimes(name === "invert-ddim" ? 4 : 2);
  });

  it("gives an item the same result in any batch, and leaves its start as it was", async () => {
    const start = x.data.slice();
    const noises = [generator(1), generator(2)];
    const both = await lastSample(sampler(denoise, x, () => stack(noises.map((g) => g.normal([2])))));
    const alone = generator(2);
    const second = sampler(denoise, sliceBatch(x, 1, 2), () => stack([alone.normal([2])]));
    expect(await lastSample(second)).toEqual(sliceBatch(both, 1, 2));
    expect(x.data).toEqual(start);
  });
});

describe("draws of noise", () => {
  async function draws(run: (noise: () => Tensor) => AsyncGenerator<SamplerStep>): Promise<number> {
    const noise = vi.fn(ones);
    await lastSample(run(noise));
    return noise.mock.calls.length;
  }

  it("ddpm: one for every step but the one to the clean level", async () => {
    const over = (timesteps: number[]) =>
      draws((noise) => sampleDdpm(denoise, x, { schedule, timesteps, noise, variance: "fixed-small" }));
    expect(await over(levels)).toBe(4);
    expect(await over([901, 1])).toBe(1);
  });

  it("ddim: none with η = 0, else one for every step but the last", async () => {
    const over = (eta: number) =>
      draws((noise) => sampleDdim(denoise, x, { schedule, timesteps: levels, noise, eta }));
    expect(await over(0)).toBe(0);
    expect(await over(1)).toBe(4);
  });
});

describe("ddpm's variance", () => {
  const run = (variance: "fixed-small" | "learned-range", v: number) => {
    const learned: Denoiser = async (x, t) => ({ ...(await denoise(x, t)), variance: full(x.shape, v) });
    return lastSample(sampleDdpm(learned, x, { schedule, timesteps: levels, noise: ones, variance }));
  };

  it("learned at v = −1 is fixed-small; at v = +1 it is larger", async () => {
    const [small, low, high] = [
      await run("fixed-small", 0),
      await run("learned-range", -1),
      await run("learned-range", 1),
    ];
    low.data.forEach((value, i) => {
      expect(value).toBeCloseTo(small.data[i]!, 5);
      expect(high.data[i]).toBeGreaterThan(value + 0.01);
    });
  });

  it.each(["trailing", "leading", "linspace"] as const)(
    "learned leaves no noise in the result, also where the levels (%s) end above 0",
    async (spacing) => {
      const clean: Denoiser = async (x) => ({
        x0: full(x.shape, 0.25),
        epsilon: x,
        variance: full(x.shape, 1),
      });
      const options = { schedule, timesteps: timesteps(1000, 4, spacing), noise: () => full(x.shape, 9) };
      const last = await lastSample(sampleDdpm(clean, x, { ...options, variance: "learned-range" }));
      for (const value of last.data) expect(value).toBeCloseTo(0.25, 6);
    },
  );

  it("learned needs a network with a variance output", async () => {
    const plain: Denoiser = async (x) => ({ x0: x, epsilon: x });
    const steps = sampleDdpm(plain, x, {
      schedule,
      timesteps: levels,
      noise: ones,
      variance: "learned-range",
    });
    await expect(lastSample(steps)).rejects.toThrow(expect.objectContaining({ code: "prediction" }));
  });
});

describe("dpm-solver-2m in few steps", () => {
  // Data that are +1 or −1, give or take a tenth, have a denoiser in closed form.
  const spread = 0.01;
  const twoPoints: Denoiser = async (x, t) => {
    const bar = alphaBar(schedule, t);
    const variance = bar * spread + 1 - bar;
    const x0 = x.data.map((value) => {
      const point = Math.tanh((Math.sqrt(bar) * value) / variance);
      return point + ((Math.sqrt(bar) * spread) / variance) * (value - Math.sqrt(bar) * point);
    });
    const epsilon = x.data.map((value, i) => (value - Math.sqrt(bar) * x0[i]!) / Math.sqrt(1 - bar));
    return { x0: { data: x0, shape: x.shape }, epsilon: { data: epsilon, shape: x.shape } };
  };
  const start = tensor([0.05, -0.3, 1, 0.2, -1.5, 0.7, 2, -0.1], [1, 8]);

  it.each([4, 5, 8, 10, 14, 15, 25])("%i steps end in the range of the data, at every spacing", async (n) => {
    for (const spacing of ["linspace", "leading", "trailing"] as const) {
      const options = { schedule, timesteps: solverTimesteps(1000, n, spacing) };
      const { data } = await lastSample(sampleDpmSolver2m(twoPoints, start, options));
      expect(Math.max(...data.map(Math.abs)), spacing).toBeLessThan(1.25);
    }
  });
});

it("lastSample refuses a sampler that made no step", async () => {
  const none = sampleDpmSolver2m(denoise, x, { schedule, timesteps: [] });
  await expect(lastSample(none)).rejects.toThrow(expect.objectContaining({ code: "timesteps" }));
});
