import { expect, it } from "vitest";
import { pathThrough, placeOfBend } from "./wire-path.ts";

it("leads through every bend, and leaves and arrives level", () => {
  const path = pathThrough(
    [0, 0],
    [300, 0],
    [
      [100, 80],
      [200, 90],
    ],
  );
  const ends = [...path.matchAll(/ (-?[\d.]+),(-?[\d.]+)(?=C|$)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(ends).toEqual([
    [100, 80],
    [200, 90],
    [300, 0],
  ]);
  expect(path).toMatch(/^M0,0C[\d.]+,0 /);
  expect(path).toMatch(/ [\d.]+,0 300,0$/);
});

it("puts a new bend on the stretch that it lies on", () => {
  const bends = [
    [100, 0],
    [200, 0],
  ] as const;
  expect(placeOfBend([0, 0], [300, 0], bends, [50, 4])).toBe(0);
  expect(placeOfBend([0, 0], [300, 0], bends, [150, 40])).toBe(1);
  expect(placeOfBend([0, 0], [300, 0], bends, [280, -3])).toBe(2);
  expect(placeOfBend([0, 0], [300, 0], [], [10, 10])).toBe(0);
});
