import { describe, expect, it } from "vitest";
import { gaussianBlur3, kernel3 } from "./blur.ts";
import { full, tensor, zeros } from "./tensor.ts";

const SIDE = 0.16637851;
const MIDDLE = 0.66724298;

describe("gaussianBlur3 (unclip.md §6.24)", () => {
  it("has the kernel of σ = 0.6", () => {
    const [side, middle] = kernel3(0.6);
    expect(side).toBeCloseTo(SIDE, 8);
    expect(middle).toBeCloseTo(MIDDLE, 8);
  });

  it("spreads a point over its neighbours in both directions, in its own plane", () => {
    const image = zeros([2, 1, 5, 5]);
    image.data[25 + 12] = 1;
    const blurred = gaussianBlur3(image, 0.6).data;
    expect(blurred[25 + 12]).toBeCloseTo(MIDDLE * MIDDLE, 6);
    expect(blurred[25 + 11]).toBeCloseTo(MIDDLE * SIDE, 6);
    expect(blurred[25 + 7]).toBeCloseTo(MIDDLE * SIDE, 6);
    expect(blurred[25 + 6]).toBeCloseTo(SIDE * SIDE, 6);
    expect([...blurred.slice(0, 25)].every((value) => value === 0)).toBe(true);
  });

  it("mirrors at the edge and leaves a flat image flat, down to one pixel", () => {
    const row = gaussianBlur3(tensor([1, 0, 0], [1, 1, 3]), 0.6).data;
    expect(row[0]).toBeCloseTo(MIDDLE, 6);
    const next = gaussianBlur3(tensor([0, 1, 0], [1, 1, 3]), 0.6).data;
    expect(next[0]).toBeCloseTo(2 * SIDE, 6);
    for (const shape of [
      [3, 4, 5],
      [1, 1, 1],
    ]) {
      for (const value of gaussianBlur3(full(shape, 0.5), 0.6).data) expect(value).toBeCloseTo(0.5, 6);
    }
  });

  it("refuses σ ≤ 0", () => {
    expect(() => gaussianBlur3(zeros([1, 2, 2]), 0)).toThrow(expect.objectContaining({ code: "range" }));
  });
});
