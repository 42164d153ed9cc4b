import { expect, it } from "vitest";
import { cmmd } from "./cmmd.ts";
import { tensor } from "./tensor.ts";

const set = [tensor([1, 0]), tensor([0, 1])];
const opposite = [tensor([-1, 0]), tensor([0, -1])];

it("CMMD of {e1, e2} to {−e1, −e2} is 19.80, to itself 0 (unclip.md §6, metric oracles)", () => {
  expect(cmmd(set, opposite)).toBeCloseTo(19.8013266932, 9);
  expect(cmmd(set, set)).toBe(0);
});

it("refuses an empty set and other widths", () => {
  expect(() => cmmd(set, [])).toThrow(expect.objectContaining({ code: "shape" }));
  expect(() => cmmd(set, [tensor([1])])).toThrow(expect.objectContaining({ code: "shape" }));
});
