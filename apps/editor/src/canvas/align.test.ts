import { expect, it } from "vitest";
import { align, type Box } from "./align.ts";

const boxes: Box[] = [
  { id: "a", at: [0, 0], size: [100, 50] },
  { id: "b", at: [130, 20], size: [100, 80] },
  { id: "c", at: [400, 60], size: [200, 40] },
];

it("lines edges up", () => {
  expect(align(boxes, "left")).toEqual({ a: [0, 0], b: [0, 20], c: [0, 60] });
  expect(align(boxes, "right")).toEqual({ a: [500, 0], b: [500, 20], c: [400, 60] });
  expect(align(boxes, "top")).toEqual({ a: [0, 0], b: [130, 0], c: [400, 0] });
  expect(align(boxes, "bottom")).toEqual({ a: [0, 50], b: [130, 20], c: [400, 60] });
});

it("leaves equal gaps and keeps the outermost", () => {
  expect(align(boxes, "columns")).toEqual({ a: [0, 0], b: [200, 20], c: [400, 60] });
});

it("moves nothing for fewer than two", () => {
  expect(align(boxes.slice(0, 1), "top")).toEqual({});
});
