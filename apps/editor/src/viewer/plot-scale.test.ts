import { expect, it } from "vitest";
import { scaleOf } from "./plot-scale.ts";

it("maps data to pixels and puts ticks at round numbers", () => {
  const scale = scaleOf([0, 1], 0, 100);
  expect(scale.at(0.5)).toBeCloseTo(50);
  expect(scale.ticks).toEqual([0, 0.5, 1]);
  expect(scaleOf([0, 10], 0, 1).ticks).toEqual([0, 5, 10]);
});

it("holds for one value, for none, and begins at zero where bars need it", () => {
  expect(Number.isFinite(scaleOf([3], 0, 10).at(3))).toBe(true);
  expect(Number.isFinite(scaleOf([], 0, 10).at(0.5))).toBe(true);
  expect(scaleOf([4, 8], 0, 10, 5, true).least).toBe(0);
});

it("leads from pixels back to data, and no further than its ends", () => {
  const scale = scaleOf([0, 10], 100, 200);
  expect(scale.back(scale.at(3))).toBeCloseTo(3);
  expect(scale.back(1000)).toBe(scale.most);
});
