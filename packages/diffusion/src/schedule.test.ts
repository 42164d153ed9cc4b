import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  alphaBar,
  CLEAN,
  cosineSchedule,
  linearSchedule,
  type Schedule,
  scaledLinearSchedule,
} from "./schedule.ts";

describe("cosineSchedule (unclip.md §6.1)", () => {
  const f64 = cosineSchedule(1000, "f64");
  const f32 = cosineSchedule(1000, "f32");

  it("has the values of the 64-bit table", () => {
    expectRelative(f64.betas[0]!, 4.128422482e-5, 1e-9);
    expectRelative(f64.betas[500]!, 0.003155691442, 1e-9);
    expectRelative(f64.betas[998]!, 0.749999393, 1e-9);
    expect([...f64.betas].filter((beta) => beta === 0.999)).toHaveLength(1);
    expect(f64.betas[999]).toBe(0.999);
    const bars = { 0: 0.999958715775, 250: 0.845887986497, 500: 0.492285172449, 750: 0.143178646426 };
    for (const [level, value] of Object.entries(bars))
      expectRelative(alphaBar(f64, Number(level)), value, 1e-11);
    expectRelative(alphaBar(f64, 999), 2.428766907e-9, 1e-9);
  });

  it("has the values of the 32-bit table", () => {
    expect(alphaBar(f32, 0)).toBeCloseTo(0.999958694, 10);
    expect(alphaBar(f32, 2)).toBeCloseTo(0.9998615384, 10);
    expect(alphaBar(f32, 500)).toBeCloseTo(0.492285043, 10);
    expectRelative(alphaBar(f32, 999), 2.4287349909e-9, 1e-10);
  });

  it("agrees between the two precisions to 1.4e-5", () => {
    f64.alphasCumprod.forEach((value, level) => {
      expectRelative(alphaBar(f32, level), value, 1.4e-5);
    });
  });
});

// sha256 of the 1000 little-endian 32-bit values of torch.cumprod(1 - betas, 0) and of the betas, torch 2.13 on a CPU.
describe("the 32-bit tables equal PyTorch's bit for bit (unclip.md §2.2, §6.1)", () => {
  it.each([
    [
      "cosine",
      cosineSchedule(1000, "f32"),
      "f32ff0b43921c3125e2d7457bebc7aa5dd64586e4c1c837c2653aa637b657525",
      "ee9cd3d5d1b98fa46b637fac268971c24c4ecac99011989f216c21fa14ea7840",
    ],
    [
      "linear 1e-4..0.02",
      linearSchedule(1000, 1e-4, 0.02, "f32"),
      "b5555536933367c4ad73b4e972e1701b8cf631f368d370f1f05c23c5881f1994",
      "a455de8584c2913e90719b1668c1a4eb0d1e08d8614ad8edaefd5b5f8e5eb140",
    ],
    [
      "linear 0.00085..0.012",
      linearSchedule(1000, 0.00085, 0.012, "f32"),
      "d1e37ed557c9cd24a4539e5ddceb66f71ed0a68202c8593a1aaa4a0554356d33",
      "48fc236cbbcec45c41163e419803bfc9966eed953e99a6096b5567a4352298b2",
    ],
    [
      "scaled linear 0.00085..0.012",
      scaledLinearSchedule(1000, 0.00085, 0.012, "f32"),
      "b0c6833c866f3aae5d58606971a4297931251d8ed9c31d9a8b849e13ca14e3b6",
      "f19a556ef5f4eb086a5f0fe99c2fbd38caada7cf582b7d5441fabce01ed0b768",
    ],
  ])("%s", (_, schedule, alphasCumprod, betas) => {
    expect(digest(schedule.alphasCumprod)).toBe(alphasCumprod);
    expect(digest(schedule.betas)).toBe(betas);
  });
});

describe("linear schedules (unclip.md §6.2)", () => {
  it.each<[string, Schedule, number, number]>([
    ["linear 1e-4..2e-2", linearSchedule(1000, 1e-4, 2e-2, "f64"), 0.07779665, 4.03583e-5],
    ["linear .00085...012", linearSchedule(1000, 0.00085, 0.012, "f64"), 0.16077162, 0.00157896],
    ["scaled linear .00085...012", scaledLinearSchedule(1000, 0.00085, 0.012, "f64"), 0.27633247, 0.0046601],
  ])("%s", (_, schedule, middle, last) => {
    expect(alphaBar(schedule, 500)).toBeCloseTo(middle, 6);
    expectRelative(alphaBar(schedule, 999), last, 3e-6);
  });
});

describe("alphaBar", () => {
  it("is 1 at the clean level and refuses levels outside the schedule", () => {
    const schedule = cosineSchedule(10, "f64");
    expect(alphaBar(schedule, CLEAN)).toBe(1);
    for (const level of [10, 0.5]) {
      expect(() => alphaBar(schedule, level)).toThrow(expect.objectContaining({ code: "timesteps" }));
    }
  });
});

it("refuses schedules that are none", () => {
  for (const broken of [
    () => cosineSchedule(0, "f64"),
    () => cosineSchedule(2.5, "f64"),
    () => linearSchedule(10, 0, 0.02, "f64"),
    () => linearSchedule(10, 0.1, 1, "f64"),
    () => scaledLinearSchedule(10, -1, 0.02, "f64"),
  ]) {
    expect(broken).toThrow(expect.objectContaining({ code: "schedule" }));
  }
  expect(linearSchedule(1, 0.1, 0.2, "f64").betas[0]).toBe(0.1);
});

function digest(values: Float64Array): string {
  return createHash("sha256")
    .update(new Uint8Array(Float32Array.from(values).buffer))
    .digest("hex");
}

function expectRelative(found: number, expected: number, tolerance: number) {
  expect(Math.abs(found / expected - 1)).toBeLessThanOrEqual(tolerance);
}
