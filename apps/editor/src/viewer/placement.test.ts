import { expect, it } from "vitest";
import { zoomTowards } from "./placement.ts";

it("keeps the point under the pointer where it is", () => {
  const from = { zoom: 2, x: 10, y: -4 };
  const towards = { x: 50, y: 20 };
  const to = zoomTowards(from, 1.5, towards);
  const under = (p: typeof from) => [(towards.x - p.x) / p.zoom, (towards.y - p.y) / p.zoom];
  expect(under(to)).toEqual(under(from));
});

it("stops at the limits, and then does not move either", () => {
  const from = { zoom: 32, x: 3, y: 4 };
  expect(zoomTowards(from, 2, { x: 100, y: 100 })).toEqual(from);
});
