import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { requireOrthonormal } from "./require-orthonormal.ts";

test("takes orthonormal rows, as well as 16 bits hold them", () => {
  requireOrthonormal(tensor([1, 0, 0, 0, 0.6, 0.8], [2, 3]), "basis");
  requireOrthonormal(tensor([0.99995, 0.0001, 0, 0, 0.6, 0.8], [2, 3]), "basis");
});

test.each([
  ["rows that are not of length 1", [2, 0, 0, 1], "rows 0 and 0 have the scalar product 4.000, expected 1"],
  [
    "rows that are not at right angles",
    [1, 0, 0.6, 0.8],
    "rows 0 and 1 have the scalar product 0.6000, expected 0",
  ],
  ["a row of zeros", [1, 0, 0, 0], "expected 1"],
])("refuses %s", (_, values, sentence) => {
  expect(() => requireOrthonormal(tensor(values, [2, 2]), "p: stats.bin#basis")).toThrow(
    expect.objectContaining({ code: "model_invalid", message: expect.stringContaining(sentence) }),
  );
});
