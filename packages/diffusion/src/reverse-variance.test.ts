import { tensor } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { posterior } from "./posterior.ts";
import { fixedSmallDeviation, learnedDeviation, learnedLogVariance } from "./reverse-variance.ts";
import { CLEAN, cosineSchedule } from "./schedule.ts";

const f32 = cosineSchedule(1000, "f32");
const f64 = cosineSchedule(1000, "f64");

describe("fixedSmallDeviation (unclip.md §6.5)", () => {
  it.each([
    [1, 0, 0.00466873],
    [487, 486, 0.05496255],
    [999, 998, 0.99949867],
    [999, 957, 0.99785829],
    [500, 458, 0.31950948],
    [42, 0, 0.00640548],
    [500, 333, 0.41354889],
    [166, 0, 0.00642528],
  ])("%i→%i in 32 bits", (from, to, deviation) => {
    expect(fixedSmallDeviation(posterior(f32, from, to))).toBeCloseTo(deviation, 7);
  });

  it.each([
    [1, 0, 0.00466792],
    [42, 0, 0.0064038],
    [166, 0, 0.00642358],
  ])("%i→%i in 64 bits", (from, to, deviation) => {
    expect(fixedSmallDeviation(posterior(f64, from, to))).toBeCloseTo(deviation, 8);
  });

  it("is 1e-10, not 0, on the last step", () => {
    expect(fixedSmallDeviation(posterior(f32, 0, CLEAN))).toBeCloseTo(1e-10, 20);
  });
});

describe("learned range (unclip.md §6.6)", () => {
  it.each([
    [1, -10.171279, -10.1713649],
    [487, -5.7998052, -5.7998054],
    [999, -0.0010011, -0.0010011],
  ])("ln σ² at v = 0.5 and t = %i", (t, single, double) => {
    expect(Math.abs(learnedLogVariance(posterior(f32, t, t - 1), 0.5) - single)).toBeLessThan(1e-5);
    expect(Math.abs(learnedLogVariance(posterior(f64, t, t - 1), 0.5) - double)).toBeLessThan(1e-7);
  });

  it("runs from ln β̃ at v = −1 to ln β at v = +1", () => {
    const jump = posterior(f64, 500, 458);
    expect(learnedLogVariance(jump, -1)).toBeCloseTo(Math.log(jump.variance), 12);
    expect(learnedLogVariance(jump, 1)).toBeCloseTo(Math.log(jump.beta), 12);
  });

  it("gives σ for every element", () => {
    const jump = posterior(f64, 500, 458);
    const { data } = learnedDeviation(jump, tensor([-1, 0.5, 1]));
    expect(data[0]).toBeCloseTo(Math.sqrt(jump.variance), 6);
    expect(data[1]).toBeCloseTo(Math.exp(learnedLogVariance(jump, 0.5) / 2), 6);
    expect(data[2]).toBeCloseTo(Math.sqrt(jump.beta), 6);
  });

  it("needs a network that says where", () => {
    const jump = posterior(f64, 500, 458);
    expect(() => learnedDeviation(jump, undefined)).toThrow(expect.objectContaining({ code: "prediction" }));
  });
});
