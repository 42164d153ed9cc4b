import { expect, test } from "vitest";
import { fitMap } from "./map-fit.ts";

const size = { width: 180, height: 130 };
const wide = fitMap(
  [
    { x: 0, y: 100, width: 240, height: 120 },
    { x: 1400, y: 0, width: 240, height: 300 },
  ],
  size,
);

test("the graph lies whole in the middle of the map, and a point of the map leads back to where it is", () => {
  const first = wide.at({ x: 0, y: 100, width: 240, height: 120 });
  const last = wide.at({ x: 1400, y: 0, width: 240, height: 300 });
  expect(first.left).toBeCloseTo(8);
  expect(last.left + last.width).toBeCloseTo(172);
  expect(last.top).toBeCloseTo(130 - (last.top + last.height));
  const [x, y] = wide.back(first.left, first.top);
  expect([x, y]).toEqual([expect.closeTo(0), expect.closeTo(100)]);
});

test("the view is cut at the edges of the map, and one beside the graph leaves a sliver there", () => {
  expect(wide.view(-1e5, -1e5, 2e5, 2e5)).toEqual({ left: 0, top: 0, right: 180, bottom: 130 });
  const gone = wide.view(1e5, 0, 500, 300);
  expect(gone.right).toBe(180);
  expect(gone.right - gone.left).toBe(3);
  expect(wide.view(-1e5, 0, 500, 300)).toMatchObject({ left: 0, right: 3 });
});

test("a graph of nothing, or of one point, has a map as well", () => {
  expect(fitMap([], size).back(90, 65)).toEqual([0, 0]);
  expect(fitMap([{ x: 7, y: 7, width: 0, height: 0 }], size).back(90, 65)).toEqual([7, 7]);
});
