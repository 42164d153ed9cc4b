import { expect, it } from "vitest";
import { unstack } from "./batch.ts";
import { cmmd, unbiasedCmmd } from "./cmmd.ts";
import { generator } from "./generator.ts";
import { type Tensor, tensor } from "./tensor.ts";
import { normalize } from "./vector.ts";

const set = [tensor([1, 0]), tensor([0, 1])];
const opposite = [tensor([-1, 0]), tensor([0, -1])];

it("CMMD of {e1, e2} to {−e1, −e2} is 19.80, to itself 0 (unclip.md §6, metric oracles)", () => {
  expect(cmmd(set, opposite)).toBeCloseTo(19.8013266932, 9);
  expect(cmmd(set, set)).toBe(0);
});

it("the U-statistic leaves members out of their own neighbours: 1000·(2·e^−.01 − e^−.02 − e^−.01)", () => {
  expect(unbiasedCmmd(set, opposite)).toBeCloseTo(1000 * (Math.exp(-0.01) - Math.exp(-0.02)), 9);
  expect(() => unbiasedCmmd(set, [tensor([1, 0])])).toThrow(expect.objectContaining({ code: "shape" }));
});

it("of one distribution the V-statistic is 1000·(1 − E k)·2/n, and the U-statistic 0", () => {
  const cloud = (seed: number, n: number): Tensor[] =>
    unstack(generator(seed).normal([n, 256])).map((z) => normalize(z));
  // Pairs of unit vectors in 256 dimensions are √2 apart on average.
  const own = 1000 * (1 - Math.exp(-0.01));
  for (const n of [20, 80, 320]) {
    const [x, y] = [cloud(n, n), cloud(n + 1, n)];
    expect(cmmd(x, y) / ((own * 2) / n), `V, n = ${n}`).toBeGreaterThan(0.8);
    expect(cmmd(x, y) / ((own * 2) / n), `V, n = ${n}`).toBeLessThan(1.25);
    expect(Math.abs(unbiasedCmmd(x, y)), `U, n = ${n}`).toBeLessThan((0.25 * own * 2) / n);
  }
});

it("refuses an empty set and other widths", () => {
  expect(() => cmmd(set, [])).toThrow(expect.objectContaining({ code: "shape" }));
  expect(() => cmmd(set, [tensor([1])])).toThrow(expect.objectContaining({ code: "shape" }));
});
