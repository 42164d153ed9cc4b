import { describe, expect, it } from "vitest";
import { posterior } from "./posterior.ts";
import { CLEAN, cosineSchedule } from "./schedule.ts";

const f32 = cosineSchedule(1000, "f32");
const f64 = cosineSchedule(1000, "f64");

describe("posterior (unclip.md §6.7)", () => {
  it.each([
    [999, 957, 0.06540817, 0.00076874],
    [500, 458, 0.17232049, 0.81868893],
    [42, 0, 0.99330026, 0.0066975],
  ])("%i→%i in 32 bits", (from, to, x0, x) => {
    const found = posterior(f32, from, to);
    expect(found.x0).toBeCloseTo(x0, 6);
    expect(found.x).toBeCloseTo(x, 7);
  });

  it.each([500, 42, 0])("the final step from %i takes x̂₀ alone", (from) => {
    const found = posterior(f64, from, CLEAN);
    expect(found.x0).toBeCloseTo(1, 10);
    expect(found.x).toBe(0);
    expect(found.variance).toBe(0);
  });

  it("takes a single level's β from the table, as diffusers does", () => {
    expect(posterior(f32, 1, 0).beta).toBe(f32.betas[1]);
  });
});
