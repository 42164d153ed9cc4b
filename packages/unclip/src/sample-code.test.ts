import { generator } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { guidedLogits, sampleCode, sampleDotBucket } from "./sample-code.ts";

const logits = [Math.log(1), Math.log(4), Math.log(3), Math.log(2)];
/** Shares of codes over many draws. */
function shares(choice: { temperature: number; topP: number }): number[] {
  const { uniform } = generator(5);
  const counts = [0, 0, 0, 0];
  const draws = 20_000;
  for (let i = 0; i < draws; i++) counts[sampleCode(logits, choice, uniform())]! += 1 / draws;
  return counts;
}

describe("sampleCode", () => {
  test.each([
    ["as likely as the logits say", { temperature: 1, topP: 1 }, [0.1, 0.4, 0.3, 0.2]],
    [
      "squared and scaled at temperature 1/2",
      { temperature: 0.5, topP: 1 },
      [1 / 30, 16 / 30, 9 / 30, 4 / 30],
    ],
    ["only the nucleus", { temperature: 1, topP: 0.5 }, [0, 4 / 7, 3 / 7, 0]],
    ["a nucleus of one", { temperature: 1, topP: 0.01 }, [0, 1, 0, 0]],
    ["the likeliest at temperature 0", { temperature: 0, topP: 1 }, [0, 1, 0, 0]],
  ])("%s", (_, choice, expected) => {
    for (const [code, share] of shares(choice).entries()) expect(share).toBeCloseTo(expected[code]!, 1.7);
  });

  test("the first of equals at temperature 0, and logits of any size", () => {
    expect(sampleCode([2, 5, 5], { temperature: 0, topP: 1 }, 0.9)).toBe(1);
    expect(sampleCode([-1e6, 1e6], { temperature: 0.01, topP: 1 }, 0.999)).toBe(1);
    expect([0, 0.999999].map((u) => sampleCode([0, 0], { temperature: 1, topP: 1 }, u))).toEqual([0, 1]);
  });
});

test("guidance goes from unconditional logits through conditional ones and beyond", () => {
  const at = (scale: number) => guidedLogits([0.5, 1], [0.25, 0], scale);
  expect(at(0)).toEqual([0.25, 0]);
  expect(at(1)).toEqual([0.5, 1]);
  expect(at(4)).toEqual([1.25, 4]);
});

describe("sampleDotBucket", () => {
  test("is drawn from above the percentile, each bucket there alike", () => {
    const { uniform } = generator(6);
    const drawn = Array.from({ length: 4000 }, () => sampleDotBucket(32, 50, uniform()));
    expect(Math.min(...drawn)).toBe(16);
    expect(Math.max(...drawn)).toBe(31);
    const top = drawn.filter((bucket) => bucket >= 24).length / drawn.length;
    expect(top).toBeCloseTo(0.5, 1);
  });

  test.each([
    [0, 0, 0],
    [0, 0.999999, 7],
    [95, 0, 7],
  ])("percentile %d at u = %d", (percentile, u, bucket) => {
    expect(sampleDotBucket(8, percentile, u)).toBe(bucket);
  });
});
