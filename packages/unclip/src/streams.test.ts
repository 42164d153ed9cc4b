import { generator } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import { derivedSeed, randomOf, remarkOnSeed, type Stage } from "./streams.ts";

const stages: readonly Stage[] = [
  "decoder",
  "prior",
  "autoregressive-prior",
  "upsampler.0",
  "upsampler.1",
  "jitter",
  "baseline",
];

describe("streams of stages", () => {
  it("the decoder's is torch.randn of the seed", () => {
    // torch.randn(16, generator=torch.Generator().manual_seed(7))[:4], torch 2.13 on a CPU.
    const expected = [-0.8201345205, 0.3956311643, 0.8989084959, -1.3884038925];
    const { data } = randomOf("decoder", 7).normal([4, 4]);
    expected.forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 6);
    });
  });

  it.each([
    ["prior", 7, 2035079274],
    ["prior", 2 ** 32 + 7, 798963239],
    ["upsampler.0", 0, 1953586784],
    ["upsampler.1", 0, 1956385255],
    ["autoregressive-prior", 2 ** 53 - 1, 696806634],
  ] as const)("the seed of %s for %i is the one that Python's hashlib gives", (stage, seed, expected) => {
    expect(derivedSeed(stage, seed)).toBe(expected);
    expect(randomOf(stage, seed).normal([16])).toEqual(generator(expected).normal([16]));
  });

  it("at one seed share no value", () => {
    for (const seed of [0, 1, 7, 4294967295]) {
      const values = stages.flatMap((stage) => Array.from(randomOf(stage, seed).normal([64]).data));
      expect(new Set(values).size).toBe(64 * stages.length);
    }
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])("refuse the seed %s", (seed) => {
    for (const stage of stages)
      expect(() => randomOf(stage, seed)).toThrow(expect.objectContaining({ code: "seed" }));
  });
});

it("remarks on seeds that draw what a smaller one draws, as PyTorch's do", () => {
  // Compared with torch 2.13: seeds 2^32 + 1 and 1, and 2^53 − 1 and 2^32 − 1, give the same torch.randn.
  expect(remarkOnSeed(2 ** 32 + 1)).toContain("Seed 4294967297 draws the same noise as seed 1:");
  expect(remarkOnSeed(2 ** 53 - 1)).toContain("as seed 4294967295:");
  expect(remarkOnSeed(2 ** 32 - 1)).toBeUndefined();
  expect(randomOf("decoder", 2 ** 32 + 1).normal([16])).toEqual(randomOf("decoder", 1).normal([16]));
  expect(randomOf("prior", 2 ** 32 + 1).normal([16])).not.toEqual(randomOf("prior", 1).normal([16]));
});
