import { describe, expect, it } from "vitest";
import { conversion, type Prediction } from "./prediction.ts";
import { alphaBar, cosineSchedule } from "./schedule.ts";

const schedule = cosineSchedule(1000, "f64");
const apply = (weights: { x: number; prediction: number }, x: number, prediction: number) =>
  weights.x * x + weights.prediction * prediction;

describe("conversion (unclip.md §6.11)", () => {
  it("ε → x̂₀ at t = 500", () => {
    expect(apply(conversion("epsilon", alphaBar(schedule, 500), "f64").x0, 1, 0.5)).toBeCloseTo(
      0.9174766045,
      9,
    );
  });

  it("v → x̂₀ and ε", () => {
    const weights = conversion("v", 0.27633247, "f64");
    expect(apply(weights.x0, 0.5, 0.2)).toBeCloseTo(0.0926993722, 8);
    expect(apply(weights.epsilon, 0.5, 0.2)).toBeCloseTo(0.5304779226, 8);
  });

  it.each([0.999958715775, 0.845887986497, 0.492285172449, 0.01])(
    "ε, x̂₀ and v agree to 1e-12 at ᾱ = %d",
    (bar) => {
      const x = 0.7;
      const v = -0.4;
      const fromV = conversion("v", bar, "f64");
      const truth = { v, epsilon: apply(fromV.epsilon, x, v), sample: apply(fromV.x0, x, v) };
      for (const kind of ["epsilon", "sample", "v"] satisfies Prediction[]) {
        const weights = conversion(kind, bar, "f64");
        expect(apply(weights.x0, x, truth[kind])).toBeCloseTo(truth.sample, 12);
        expect(apply(weights.epsilon, x, truth[kind])).toBeCloseTo(truth.epsilon, 11);
      }
      expect(Math.sqrt(bar) * truth.sample + Math.sqrt(1 - bar) * truth.epsilon).toBeCloseTo(x, 12);
    },
  );
});
