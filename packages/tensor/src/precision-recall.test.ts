import { expect, it } from "vitest";
import { precisionRecall } from "./precision-recall.ts";
import { tensor } from "./tensor.ts";

const line = (...values: number[]) => values.map((value) => tensor([value, 0]));

it("counts who lies among the others", () => {
  const real = line(0, 1, 2, 3, 10, 11, 12, 13);
  expect(precisionRecall(real, real)).toEqual({ precision: 1, recall: 1 });
  // All made samples lie in one of the two real clusters: precise, but half is never made.
  expect(precisionRecall(real, line(0.2, 1.1, 2.2, 2.9))).toEqual({ precision: 1, recall: 0.5 });
  expect(precisionRecall(real, line(100, 101, 102, 103))).toEqual({ precision: 0, recall: 0 });
});

it("reaches to the k-th neighbour", () => {
  const real = line(0, 1, 5);
  expect(precisionRecall(real, line(3.9, 3.95), 1).precision).toBe(1);
  expect(precisionRecall(line(0, 1, 2), line(3.5, 3.6), 1).precision).toBe(0);
  expect(precisionRecall(line(0, 1, 2), line(3.5, 3.6, 3.7), 2).precision).toBe(1);
});

it("needs more than k members", () => {
  expect(() => precisionRecall(line(0, 1, 2), line(0, 1, 2))).toThrow(
    expect.objectContaining({ code: "shape" }),
  );
});
