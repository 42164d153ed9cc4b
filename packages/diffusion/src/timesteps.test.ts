import { describe, expect, it } from "vitest";
import { checkTimesteps, roundHalfEven, type Spacing, timesteps } from "./timesteps.ts";

describe("linspace (unclip.md §6.3)", () => {
  it("rounds halves to even: 832 and 166, where Math.round gives 833 and 167", () => {
    expect(timesteps(1000, 7, "linspace")).toEqual([999, 832, 666, 500, 333, 166, 0]);
    const levels = timesteps(1000, 25, "linspace");
    expect(levels.slice(0, 6)).toEqual([999, 957, 916, 874, 832, 791]);
    expect(levels).toContain(166);
    expect(timesteps(1000, 5, "linspace")).toEqual([999, 749, 500, 250, 0]);
  });

  it("is defined for one step, and for all", () => {
    expect(timesteps(1000, 1, "linspace")).toEqual([999]);
    expect(timesteps(1000, 1000, "linspace")).toEqual(Array.from({ length: 1000 }, (_, i) => 999 - i));
  });
});

describe("sections (unclip.md §6.4)", () => {
  it.each([25, 50, 7, 64])("one section of %i is linspace", (n) => {
    expect(timesteps(1000, n, "sections")).toEqual(timesteps(1000, n, "linspace"));
  });

  it("15 steps", () => {
    const levels = [0, 71, 143, 214, 285, 357, 428, 500, 571, 642, 714, 785, 856, 928, 999];
    expect(timesteps(1000, 15, "sections")).toEqual(levels.reverse());
  });

  it("fast27 (unclip.md §1.5)", () => {
    const levels = [
      0, 22, 44, 66, 88, 111, 133, 155, 177, 199, 200, 222, 244, 266, 288, 311, 333, 355, 377, 399,
    ];
    const fast = [...levels, 400, 500, 599, 600, 799, 800, 997].reverse();
    expect(timesteps(1000, 27, "fast27")).toEqual(fast);
    const counted = timesteps(1000, 27, { kind: "sections", counts: [10, 10, 3, 2, 2] });
    expect(counted).toEqual([999, ...fast.slice(1)]);
  });
});

describe("other spacings", () => {
  it("leading, as diffusers' DDPM and DDIM", () => {
    const levels = timesteps(1000, 25, "leading");
    expect([levels[0], levels[1], levels.at(-1)]).toEqual([960, 920, 0]);
    expect(timesteps(1000, 100, { kind: "leading", offset: 1 }).slice(-2)).toEqual([11, 1]);
  });

  it("trailing starts at the last level", () => {
    expect(timesteps(1000, 4, "trailing")).toEqual([999, 749, 499, 249]);
  });

  it("a list is sorted from noise to clean", () => {
    expect(timesteps(1000, 3, { kind: "list", timesteps: [0, 500, 999] })).toEqual([999, 500, 0]);
  });
});

it("refuses numbers of steps that a schedule or a spacing cannot have", () => {
  const broken: [number, Spacing][] = [
    [0, "linspace"],
    [1001, "linspace"],
    [2.5, "trailing"],
    [25, "fast27"],
    [3, { kind: "list", timesteps: [1, 2] }],
    [2, { kind: "list", timesteps: [7, 7] }],
    [1, { kind: "list", timesteps: [1000] }],
    [1000, { kind: "leading", offset: 1 }],
    [600, { kind: "sections", counts: [600, 0] }],
  ];
  for (const [n, spacing] of broken) {
    expect(() => timesteps(1000, n, spacing)).toThrow(expect.objectContaining({ code: "timesteps" }));
  }
  expect(() => checkTimesteps(1000, [])).toThrow(expect.objectContaining({ code: "timesteps" }));
});

it("roundHalfEven", () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6, -0.5, -1.5].map((value) => roundHalfEven(value) + 0)).toEqual([
    0, 2, 2, 2, 3, 0, -2,
  ]);
});
