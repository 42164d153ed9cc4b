import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";
import { principalAxes } from "./principal-axes.ts";

const width = 24;

/** n rows whose spread falls from coordinate to coordinate, centred in 64 bits. */
function centred(n: number): Float64Array {
  const rows = Float64Array.from(
    generator(3).normal([n, width]).data,
    (value, i) => value * 0.8 ** (i % width),
  );
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let s = 0; s < n; s++) mean += rows[s * width + j]! / n;
    for (let s = 0; s < n; s++) rows[s * width + j]! -= mean;
  }
  return rows;
}

/** Σ‖z − V_kV_kᵀz‖² / Σ‖z‖² over the rows. */
function relativeError(rows: Float64Array, vectors: Float64Array, k: number): number {
  const rest = rows.slice();
  const n = rows.length / width;
  for (let s = 0; s < n; s++) {
    const row = rest.subarray(s * width, (s + 1) * width);
    for (let i = 0; i < k; i++) {
      const axis = vectors.subarray(i * width, (i + 1) * width);
      const along = axis.reduce((sum, value, j) => sum + value * row[j]!, 0);
      for (let j = 0; j < width; j++) row[j]! -= along * axis[j]!;
    }
  }
  const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
  return squares(rest) / squares(rows);
}

describe.each([
  ["more rows than dimensions", 200, width],
  ["fewer rows than dimensions", 10, 9],
])("principal axes of %s, in 64 bits (unclip.md §6.22)", (_, n, rank) => {
  const rows = centred(n);
  const { values, vectors } = principalAxes(rows, n, width);
  const total = values.reduce((sum, value) => sum + value, 0);

  it("are orthonormal to 1e-12", () => {
    expect(values).toHaveLength(rank);
    for (let p = 0; p < rank; p++)
      for (let q = 0; q < rank; q++) {
        let product = 0;
        for (let j = 0; j < width; j++) product += vectors[p * width + j]! * vectors[q * width + j]!;
        expect(Math.abs(product - (p === q ? 1 : 0))).toBeLessThan(1e-12);
      }
  });

  it("leave 1 − Σλ(≤k)/Σλ of the rows after k of them, to 1e-12", () => {
    let held = 0;
    for (let k = 0; k <= rank; k++) {
      expect(Math.abs(relativeError(rows, vectors, k) - (1 - held / total))).toBeLessThan(1e-12);
      held += values[k] ?? 0;
    }
  });
});
