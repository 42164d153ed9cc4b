import { full, type Tensor, tensor } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { denoiser } from "./denoiser.ts";
import { type GuidanceScale, guide, guided } from "./guidance.ts";
import type { Network } from "./network.ts";
import { conversion } from "./prediction.ts";
import { alphaBar, cosineSchedule } from "./schedule.ts";

const schedule = cosineSchedule(1000, "f64");
const says = (value: number, variance?: number): Network => {
  const like = (x: Tensor, v: number) => full(x.shape, v);
  return async (x) => ({
    prediction: like(x, value),
    ...(variance === undefined ? {} : { variance: like(x, variance) }),
  });
};

describe("guidance (unclip.md §6.20)", () => {
  it.each([
    [4, 1.4],
    [8, 2.6],
    [1, 0.5],
    [0, 0.2],
  ])("u = 0.2, c = 0.5, scale %d → %d", async (scale, expected) => {
    const { prediction } = await guided(says(0.5), says(0.2), scale)(tensor([0], [1, 1]), 500);
    expect(prediction.data[0]).toBeCloseTo(expected, 6);
  });

  it.each([
    ["epsilon", 0.5, 0.2],
    ["v", 0.5, 0.2],
  ] as const)("on %s and then → x̂₀ is guidance on x̂₀", async (prediction, c, u) => {
    const x = tensor([0.7], [1, 1]);
    const clip = { kind: "none" } as const;
    const first = await denoiser(guided(says(c), says(u), 4), schedule, { prediction, clip })(x, 500);
    const weights = conversion(prediction, alphaBar(schedule, 500), "f64").x0;
    const [fromC, fromU] = [c, u].map((p) => weights.x * 0.7 + weights.prediction * p) as [number, number];
    const second = await denoiser(guided(says(fromC), says(fromU), 4), schedule, {
      prediction: "sample",
      clip,
    })(x, 500);
    expect(first.x0.data[0]).toBeCloseTo(second.x0.data[0]!, 6);
    if (prediction === "epsilon") expect(first.x0.data[0]).toBeCloseTo(-0.424094455, 6);
  });

  it("takes the variance of the conditional half only", async () => {
    const { variance } = await guided(says(0.5, 0.7), says(0.2, -0.9), 4)(tensor([0], [1, 1]), 500);
    expect(variance).toEqual(tensor([0.7], [1, 1]));
  });

  it("takes one scale an item", async () => {
    const network = guided(says(0.5), says(0.2), [4, 0, 1]);
    const { prediction } = await network(tensor([0, 0, 0, 0, 0, 0], [3, 2]), 0);
    [1.4, 1.4, 0.2, 0.2, 0.5, 0.5].forEach((value, i) => {
      expect(prediction.data[i]).toBeCloseTo(value, 6);
    });
  });

  it("gives an item the same values in any order of the batch", async () => {
    const network: Network = async (x) => ({ prediction: x });
    const x = tensor([1, 2, 3], [3, 1]);
    const swapped = tensor([3, 2, 1], [3, 1]);
    const forward = await guided(network, says(0.2), [4, 2, 1])(x, 0);
    const backward = await guided(network, says(0.2), [1, 2, 4])(swapped, 0);
    expect([...backward.prediction.data].reverse()).toEqual([...forward.prediction.data]);
  });

  it("does not call the unconditional network where the scale is 1", async () => {
    const never: Network = () => Promise.reject(new Error("called"));
    for (const scale of [1, [1, 1]] as GuidanceScale[]) {
      const { prediction } = await guided(says(0.5), never, scale)(tensor([0, 0], [2, 1]), 0);
      expect([...prediction.data]).toEqual([0.5, 0.5]);
    }
  });

  it("refuses scales that do not fit the batch or are not finite", () => {
    const output = { prediction: tensor([0, 0], [2, 1]) };
    expect(() => guide(output, output, [1, 2, 3])).toThrow("3 scales for a batch of 2");
    expect(() => guided(says(0), says(0), Number.NaN)).toThrow(expect.objectContaining({ code: "guidance" }));
  });
});
