import { describe, expect, it } from "vitest";
import { full, reshape, sameShape, sizeOf, tensor, zeros } from "./tensor.ts";

describe("constructors", () => {
  it("take numbers, or a Float32Array without copying it", () => {
    expect([...tensor([1, 2, 3]).shape]).toEqual([3]);
    const data = Float32Array.of(1, 2, 3, 4);
    expect(tensor(data, [2, 2]).data).toBe(data);
    expect([...zeros([2, 1]).data]).toEqual([0, 0]);
    expect([...full([3], 0.5).data]).toEqual([0.5, 0.5, 0.5]);
    expect(sizeOf([])).toBe(1);
  });

  it("refuse a shape that does not hold the values, and say both sizes", () => {
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow("Shape [2, 2] holds 4 values; found 3.");
    expect(() => reshape(zeros([6]), [4])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => zeros([2, -1])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => zeros([1.5])).toThrow(expect.objectContaining({ code: "shape" }));
  });
});

describe("sameShape", () => {
  it("compares axis by axis, not by size", () => {
    expect(sameShape(zeros([2, 3]), zeros([2, 3]))).toBe(true);
    expect(sameShape(zeros([2, 3]), zeros([3, 2]))).toBe(false);
    expect(sameShape(zeros([2, 1]), zeros([2]))).toBe(false);
  });
});
