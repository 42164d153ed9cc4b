import { describe, expect, it } from "vitest";
import { tensor, zeros } from "./tensor.ts";
import { cosine, dot, lerp, mean, norm, normalize } from "./vector.ts";

const a = tensor([1, 2, 3, 4]);
const b = tensor([4, -3, 2, -1]);

describe("vector", () => {
  it("dot, norm and cosine", () => {
    expect(dot(a, b)).toBe(0);
    expect(norm(a)).toBeCloseTo(Math.sqrt(30), 12);
    expect(cosine(a, a)).toBe(1);
    expect(cosine(tensor([1, 0]), tensor([1, 1]))).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("normalize gives length 1 and refuses what has no direction", () => {
    expect(norm(normalize(a))).toBeCloseTo(1, 7);
    expect(() => normalize(zeros([3]))).toThrow(expect.objectContaining({ code: "zero-vector" }));
    expect(() => normalize(tensor([1, Number.NaN]))).toThrow(expect.objectContaining({ code: "range" }));
    expect(() => cosine(a, zeros([4]))).toThrow(expect.objectContaining({ code: "zero-vector" }));
  });

  it("lerp reaches its inputs exactly and goes straight between", () => {
    expect(lerp(a, b, 0)).toEqual(a);
    expect(lerp(a, b, 1)).toEqual(b);
    expect([...lerp(a, b, 0.5).data]).toEqual([2.5, -0.5, 2.5, 1.5]);
  });

  it("mean adds in 64 bits", () => {
    expect([...mean([a, b]).data]).toEqual([2.5, -0.5, 2.5, 1.5]);
    const big = [tensor([2 ** 25]), ...Array.from({ length: 7 }, () => tensor([1]))];
    expect(mean(big).data[0]).toBe(Math.fround((2 ** 25 + 7) / 8));
    expect(() => mean([])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => mean([a, zeros([3])])).toThrow(expect.objectContaining({ code: "shape" }));
  });
});
