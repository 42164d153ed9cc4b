import { describe, expect, it } from "vitest";
import { ddimJump } from "./ddim-jump.ts";
import { posterior } from "./posterior.ts";
import { conversion } from "./prediction.ts";
import { inversionJump } from "./samplers/invert-ddim.ts";
import { alphaBar, CLEAN, cosineSchedule } from "./schedule.ts";

const schedule = cosineSchedule(1000, "f64");

describe("ddimJump", () => {
  it("500→458 from x = 1, ε = 0.5 with η = 0, and back to 1 (unclip.md §6.12)", () => {
    const jump = ddimJump(schedule, 500, 458, 0);
    const { x0 } = conversion("epsilon", alphaBar(schedule, 500), "f64");
    const next = jump.x0 * (x0.x * 1 + x0.prediction * 0.5) + jump.epsilon * 0.5;
    expect(next).toBeCloseTo(1.0176736809, 9);
    const back = inversionJump(schedule, 458, 500);
    expect(Math.abs(back.x * next + back.epsilon * 0.5 - 1)).toBeLessThanOrEqual(1e-15);
  });

  it.each([
    [0.25, 0.0798774],
    [0.5, 0.1597549],
    [1, 0.3195097],
  ])("σ of 500→458 at η = %d (unclip.md §6.13)", (eta, sigma) => {
    expect(ddimJump(schedule, 500, 458, eta).sigma).toBeCloseTo(sigma, 7);
  });

  it("with η = 1 has the mean and the variance of DDPM (unclip.md §6.13)", () => {
    const known = [
      [500, 458],
      [999, 957],
      [42, 0],
      [300, 299],
      [7, CLEAN],
    ] as const;
    const all = Array.from({ length: 1000 }, (_, from) =>
      [from - 1, Math.floor(from / 2), Math.floor(from / 9), CLEAN].map((to) => [from, to] as const),
    );
    for (const [from, to] of [...known, ...all.flat().filter(([from, to]) => to < from)]) {
      for (const [x, epsilon] of [
        [1, 0.5],
        [-0.3, 1.7],
      ] as const) {
        const { x0 } = conversion("epsilon", alphaBar(schedule, from), "f64");
        const clean = x0.x * x + x0.prediction * epsilon;
        const jump = ddimJump(schedule, from, to, 1);
        const ancestral = posterior(schedule, from, to);
        const mean = jump.x0 * clean + jump.epsilon * epsilon;
        const expected = ancestral.x0 * clean + ancestral.x * x;
        expect(Math.abs(mean - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(clean)));
        if (from === 500 && to === 458 && x === 1) expect(mean).toBeCloseTo(0.9767889881, 9);
        expect(jump.sigma ** 2).toBeCloseTo(ancestral.variance, 12);
      }
    }
  });

  it("never adds more noise than the level has (unclip.md §6.13)", () => {
    for (const precision of ["f32", "f64"] as const) {
      const table = cosineSchedule(1000, precision);
      for (let from = 0; from < 1000; from += 13) {
        for (const to of [from - 1, Math.floor(from / 2) - 1]) {
          const { sigma } = ddimJump(table, from, to, 1);
          expect(sigma).toBeLessThanOrEqual(Math.sqrt(1 - alphaBar(table, to)) + 1e-12);
        }
      }
    }
  });
});
