import { describe, expect, it } from "vitest";
import { unstack } from "./batch.ts";
import { frechetDistance, type Moments, moments } from "./frechet-distance.ts";
import { generator } from "./generator.ts";
import { tensor } from "./tensor.ts";

const diagonal = (mean: number[], variances: number[]): Moments => ({
  mean: Float64Array.from(mean),
  covariance: Float64Array.from(mean.flatMap((_, i) => variances.map((value, j) => (i === j ? value : 0)))),
});

describe("frechetDistance (unclip.md §6, metric oracles)", () => {
  it("of two known Gaussians is 10", () => {
    expect(frechetDistance(diagonal([1, 2], [1, 4]), diagonal([0, 0], [9, 1]))).toBeCloseTo(10, 9);
  });

  it("of a set to itself is 0, and it is symmetric", () => {
    const [a, b] = [1, 2].map((seed) => moments(unstack(generator(seed).normal([50, 8]))));
    expect(frechetDistance(a!, a!)).toBeLessThan(1e-9);
    expect(frechetDistance(a!, b!)).toBeCloseTo(frechetDistance(b!, a!), 9);
  });

  it("is biased upwards for few samples of one distribution: 7.5 at n = 300, d = 64 (unclip.md §5)", () => {
    const sets = [1, 2].map((seed) => moments(unstack(generator(seed).normal([300, 64]))));
    expect(Math.abs(frechetDistance(sets[0]!, sets[1]!) - 7.5)).toBeLessThan(1);
  });

  it("needs two sets of one width, of two vectors or more", () => {
    expect(() => moments([tensor([1])])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => frechetDistance(diagonal([1], [1]), diagonal([1, 1], [1, 1]))).toThrow(
      expect.objectContaining({ code: "shape" }),
    );
  });
});
