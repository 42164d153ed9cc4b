import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";

/** The first values of `torch.randn(n, generator=torch.Generator().manual_seed(seed))`, torch 2.13 on a CPU. */
describe("generator (unclip.md §2.7, §6.10)", () => {
  it("draws torch.randn(16) of seed 0", () => {
    expectValues(generator(0).normal([4, 4]).data, [-1.12583983, -1.1523602, -0.25057858, -0.43387881]);
  });

  it("draws torch.randn(4) of seed 0, which takes another path", () => {
    expectValues(generator(0).normal([4]).data, [1.54099607, -0.2934289, -2.17878938, 0.56843126]);
  });

  it("redraws the last 16 of randn(20), and goes on behind them", () => {
    const random = generator(0);
    const values = random.normal([20]).data;
    expectValues(values.slice(18), [2.00498056, 0.0537369]);
    expectValues(random.normal([20]).data, [0.43969584, 0.11241119, 0.64079237]);
  });

  it("keeps the second value of a pair for the next short draw, over a long draw between", () => {
    const random = generator(2 ** 40 + 5);
    const draws = [3, 4, 20, 1, 16, 5].map((n) => random.normal([n]).data);
    expectValues(draws[0]!, [-0.4867807627, -0.6038215756, -0.55809623]);
    expectValues(draws[1]!, [0.6675242782, -0.1974150985, 1.9427834749, -1.4017020464]);
    expectValues(draws[2]!, [2.7798631191, 1.2220252752, -0.3364493549, -0.9650601745]);
    expectValues(draws[2]!.slice(16), [-1.0364670753, 0.6704617739, -0.1777045876, 0.4313727618]);
    expectValues(draws[3]!, [-0.7625571489]);
    expectValues(draws[4]!, [0.1730271429, 0.1667671055, -1.1372435093]);
    expectValues(draws[5]!, [0.3246316016, -0.0683546513, -0.9959337711, 1.1562741995, -0.3991796374]);
  });

  it("draws torch.rand of seed 7", () => {
    const random = generator(7);
    expectValues([random.uniform(), random.uniform()], [0.5349225402, 0.1988031864]);
  });

  it("uses the low 32 bits of seeds up to 2^53 − 1, as torch does", () => {
    expectValues(
      generator(2 ** 32 + 1).normal([16]).data,
      [-1.5255959, -0.75023181, -0.65398091, -1.60948479],
    );
    expectValues(generator(2 ** 53 - 1).normal([4]).data, [1.21976304, -0.39297947, 1.0230751, -0.37342113]);
    expect(generator(2 ** 32 + 3).normal([16])).toEqual(generator(3).normal([16]));
    expect(generator(Number.MAX_SAFE_INTEGER).normal([16])).toEqual(generator(2 ** 32 - 1).normal([16]));
    expect(generator(4).normal([16])).not.toEqual(generator(3).normal([16]));
  });

  it("draws a standard normal distribution", () => {
    const { data } = generator(1).normal([100_000]);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => generator(seed)).toThrow(expect.objectContaining({ code: "seed" }));
  });
});

/** Compares the first values; torch's vectorised logarithm differs in the last bit of 32. */
function expectValues(found: ArrayLike<number>, expected: readonly number[]) {
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThan(3e-7);
  });
}
