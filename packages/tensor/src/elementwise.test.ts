import { describe, expect, it } from "vitest";
import {
  add,
  addScaled,
  affine,
  clamp,
  combine,
  combineItems,
  exponential,
  multiply,
  scale,
  subtract,
} from "./elementwise.ts";
import { tensor, zeros } from "./tensor.ts";

const x = tensor([1, -2, 3, 4], [2, 2]);
const y = tensor([4, 3, -2, 1], [2, 2]);

describe("elementwise", () => {
  it.each([
    ["add", add(x, y), [5, 1, 1, 5]],
    ["subtract", subtract(x, y), [-3, -5, 5, 3]],
    ["scale", scale(x, 2), [2, -4, 6, 8]],
    ["addScaled", addScaled(x, y, 0.5), [3, -0.5, 2, 4.5]],
    ["combine", combine(2, x, -1, y), [-2, -7, 8, 7]],
    ["combineItems", combineItems([1, 0], x, [0, 2], y), [1, -2, -4, 2]],
    ["affine", affine(x, 0.5, 1), [1.5, 0, 2.5, 3]],
    ["multiply", multiply(x, y), [4, -6, -6, 4]],
    ["clamp", clamp(x, -1, 3), [1, -1, 3, 3]],
  ])("%s", (_, result, expected) => {
    expect(result).toEqual(tensor(expected, [2, 2]));
  });

  it("exponential is e^(k·x)", () => {
    expect(exponential(tensor([0, 2]), 0.5).data[1]).toBeCloseTo(Math.E, 6);
    expect(exponential(tensor([0, 2])).data[0]).toBe(1);
  });

  it("leaves its operands as they were", () => {
    add(x, y);
    clamp(x, 0, 0);
    expect([...x.data]).toEqual([1, -2, 3, 4]);
  });

  it("clamp keeps NaN visible", () => {
    expect(clamp(tensor([Number.NaN]), -1, 1).data[0]).toBeNaN();
  });

  it("refuses operands that do not fit", () => {
    const row = zeros([4]);
    for (const broken of [() => add(x, row), () => multiply(x, row), () => combineItems([1], x, [1], y)]) {
      expect(broken).toThrow(expect.objectContaining({ code: "shape" }));
    }
    expect(() => clamp(x, 1, -1)).toThrow(expect.objectContaining({ code: "range" }));
  });
});
