import { expect, test } from "vitest";
import { type Contour, type Glyph, unitsPerEm } from "./glyph.ts";
import { Rasterizer } from "./rasterize.ts";

type Point = readonly [x: number, y: number, on?: 0 | 1];

function glyph(...contours: (readonly Point[])[]): Glyph {
  const contour = (points: readonly Point[]): Contour => ({
    x: Int16Array.from(points, ([x]) => x),
    y: Int16Array.from(points, ([, y]) => y),
    on: Uint8Array.from(points, ([, , on = 1]) => on),
  });
  return { advance: 0, contours: contours.map(contour) };
}

/** Coverage of a letter whose units are pixels, from the baseline at the bottom upwards. */
function covered(width: number, height: number, of: Glyph, x = 0) {
  const page = new Rasterizer(width, height);
  page.add(of, x, height, unitsPerEm);
  const { data } = page.coverage();
  return Array.from({ length: height }, (_, row) => [...data.subarray(row * width, (row + 1) * width)]);
}

const area = (rows: readonly number[][]) => rows.flat().reduce((sum, share) => sum + share, 0);
const box = (l: number, b: number, r: number, t: number): Point[] => [
  [l, b],
  [l, t],
  [r, t],
  [r, b],
];

test("pixels are covered by the part of them that lies inside", () => {
  expect(covered(4, 3, glyph(box(1, 1, 3, 2)))).toEqual([
    [0, 0, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 0, 0],
  ]);
  expect(covered(4, 1, glyph(box(1, 0, 3, 1)), 0.25)).toEqual([[0, 0.75, 1, 0.25]]);
  // A triangle under y = x covers half of the pixels on the diagonal.
  expect(
    covered(
      3,
      3,
      glyph([
        [0, 0],
        [3, 3],
        [3, 0],
      ]),
    ),
  ).toEqual([
    [0, 0, 0.5],
    [0, 0.5, 1],
    [0.5, 1, 1],
  ]);
  // Under y = x / 2 an edge crosses two pixels in a row: 1/4 and 3/4 of them.
  expect(
    covered(
      4,
      2,
      glyph([
        [0, 0],
        [4, 2],
        [4, 0],
      ]),
    ),
  ).toEqual([
    [0, 0, 0.25, 0.75],
    [0.25, 0.75, 1, 1],
  ]);
});

test("a contour of the other direction is a hole, and overlapping ones of one direction count once", () => {
  expect(area(covered(6, 6, glyph(box(0, 0, 6, 6), box(2, 2, 4, 4).reverse())))).toBe(32);
  expect(area(covered(6, 6, glyph(box(0, 0, 4, 4), box(2, 2, 6, 6))))).toBe(28);
});

test("curves have the area of quadratic ones, whether their ends are given or in the middle of control points", () => {
  // Under the parabola of control points (0, 0), (30, 60), (60, 0): two thirds of the triangle of 1800.
  const parabola = area(
    covered(
      60,
      60,
      glyph([
        [0, 0],
        [30, 60, 0],
        [60, 0],
      ]),
    ),
  );
  expect(parabola).toBeGreaterThan(0.98 * 1200);
  expect(parabola).toBeLessThan(1200);
  // Four control points and none on the curve: a square of 40 less four corners of 1/6 of 20 × 20 each.
  const round = glyph(box(0, 0, 40, 40).map(([x, y]) => [x, y, 0] as const));
  expect(area(covered(40, 40, round)) / (1600 - (4 * 400) / 6)).toBeCloseTo(0.995, 2);
});

test("nothing is drawn beyond the page", () => {
  expect(area(covered(2, 2, glyph(box(-5, -5, 9, 9))))).toBe(4);
  expect(area(covered(2, 2, glyph(box(5, 5, 9, 9))))).toBe(0);
  expect(area(covered(2, 2, glyph(box(-9, 0, -5, 2))))).toBe(0);
});
