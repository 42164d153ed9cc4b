import { stack, tensor, unstack } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { clipped, dynamicThreshold, threshold } from "./clip.ts";

const values = [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4];
const item = tensor(values);

describe("dynamic thresholding (unclip.md §6.21)", () => {
  it("takes torch.quantile's linear interpolation", () => {
    expect(threshold(item.data, 0.995, 10)).toBeCloseTo(3.955, 6);
    expect(threshold(item.data, 0.95, 10)).toBeCloseTo(3.55, 6);
  });

  it("clamps to ±s and divides by s", () => {
    const { data } = dynamicThreshold(stack([item]), 0.95, 10);
    expect(data[9]).toBe(1);
    expect(data[0]).toBeCloseTo(-3 / 3.55, 6);
    expect(data[5]).toBeCloseTo(0.5 / 3.55, 6);
  });

  it("is a plain clamp to [−1, 1] with max 1, and leaves small values as they are (s ≥ 1)", () => {
    const batch = stack([item]);
    expect(dynamicThreshold(batch, 0.995, 1)).toEqual(clipped(batch, { kind: "range", value: 1 }));
    const small = tensor([0.1, -0.2, 0.3], [1, 3]);
    expect(dynamicThreshold(small, 0.5, 2)).toEqual(small);
  });

  it("does not depend on the item's shape, nor on its neighbours in the batch", () => {
    const clip = { kind: "dynamic", ratio: 0.9, max: 2 } as const;
    const alone = clipped(stack([item]), clip).data;
    expect(clipped(tensor(values, [1, 2, 5]), clip).data).toEqual(alone);
    const loud = tensor(values.map((value) => value * 100));
    expect(unstack(clipped(stack([loud, item]), clip))[1]!.data).toEqual(alone);
  });
});

it("none leaves x̂₀ alone, range clamps it", () => {
  const batch = stack([item]);
  expect(clipped(batch, { kind: "none" })).toBe(batch);
  expect([...clipped(batch, { kind: "range", value: 2 }).data]).toEqual([
    -2, -2, -1, -0.5, 0, 0.5, 1, 2, 2, 2,
  ]);
});
