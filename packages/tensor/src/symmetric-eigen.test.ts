import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

describe("symmetricEigen", () => {
  it("solves a matrix that is known", () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[1]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it.each([1, 2, 3, 17, 60])("rebuilds a random %i × %i matrix from orthonormal vectors", (n) => {
    const noise = generator(n).normal([n * n + 16]).data;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) matrix[i * n + j] = noise[i * n + j]! + noise[j * n + i]!;
    const { values, vectors } = symmetricEigen(matrix, n);
    for (let i = 0; i < n; i++) {
      if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]!);
      for (let j = 0; j < n; j++) {
        let product = 0;
        let rebuilt = 0;
        for (let k = 0; k < n; k++) {
          product += vectors[i * n + k]! * vectors[j * n + k]!;
          rebuilt += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
        }
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12);
        expect(Math.abs(rebuilt - matrix[i * n + j]!)).toBeLessThan(1e-11);
      }
    }
  });

  it("handles equal and zero eigenvalues", () => {
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3).values]).toEqual([1, 1, 1]);
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    const ones = symmetricEigen(new Float64Array(16).fill(1), 4).values;
    expect(ones[0]).toBeCloseTo(4, 12);
    expect(Math.abs(ones[1]!)).toBeLessThan(1e-12);
  });

  it("refuses values that are not finite", () => {
    expect(() => symmetricEigen(Float64Array.of(Number.NaN), 1)).toThrow(
      expect.objectContaining({ code: "range" }),
    );
  });
});
