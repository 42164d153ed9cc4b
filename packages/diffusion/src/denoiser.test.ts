import { combine, scale, tensor, zeros } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { type DenoiserOptions, denoiser } from "./denoiser.ts";
import { alphaBar, cosineSchedule } from "./schedule.ts";

const schedule = cosineSchedule(1000, "f64");
const x = tensor([0.8, -2, 3], [1, 3]);
const half = tensor([0.1, 0.2, -0.5], [1, 3]);
const denoise = (options: DenoiserOptions) => denoiser(async () => ({ prediction: half }), schedule, options);

describe("denoiser", () => {
  it.each(["epsilon", "sample", "v"] as const)("%s: x̂₀ and ε̂ make up x again", async (prediction) => {
    const { x0, epsilon } = await denoise({ prediction, clip: { kind: "none" } })(x, 300);
    const bar = alphaBar(schedule, 300);
    const again = combine(Math.sqrt(bar), x0, Math.sqrt(1 - bar), epsilon);
    x.data.forEach((value, i) => {
      expect(again.data[i]).toBeCloseTo(value, 5);
    });
  });

  it("clips x̂₀, and leaves ε̂ as predicted or derives it from the clipped x̂₀", async () => {
    const clip = { kind: "range", value: 1 } as const;
    const plain = await denoise({ prediction: "epsilon", clip })(x, 300);
    expect(plain.x0.data[2]).toBe(1);
    expect(plain.epsilon).toEqual(half);
    const derived = await denoise({ prediction: "epsilon", clip, epsilon: "from-x0" })(x, 300);
    const bar = alphaBar(schedule, 300);
    expect(derived.epsilon.data[2]).toBeCloseTo((3 - Math.sqrt(bar)) / Math.sqrt(1 - bar), 5);
    expect(derived.epsilon.data[0]).toBeCloseTo(0.1, 5);
  });

  it("hands the variance on", async () => {
    const network = async () => ({ prediction: half, variance: scale(half, 2) });
    const { variance } = await denoiser(network, schedule, { prediction: "epsilon", clip: { kind: "none" } })(
      x,
      1,
    );
    expect(variance).toEqual(scale(half, 2));
  });

  it("refuses outputs of another shape and levels outside the schedule", async () => {
    const options = { prediction: "epsilon", clip: { kind: "none" } } as const;
    const wide = denoiser(async () => ({ prediction: zeros([1, 6]) }), schedule, options);
    await expect(wide(x, 300)).rejects.toThrow("found [1, 6] for x of [1, 3]");
    const vague = denoiser(async () => ({ prediction: half, variance: zeros([3]) }), schedule, options);
    await expect(vague(x, 300)).rejects.toThrow(expect.objectContaining({ code: "prediction" }));
    await expect(denoise(options)(x, 1000)).rejects.toThrow(expect.objectContaining({ code: "timesteps" }));
  });
});
