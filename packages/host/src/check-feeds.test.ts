import { describe, expect, test } from "vitest";
import { checkFeeds, checkFinite } from "./check-feeds.ts";
import type { Feed } from "./host.ts";

const inputs = [
  { name: "x", type: "float32", shape: ["batch", 3] },
  { name: "t", type: "int64", shape: [] },
];
const x: Feed = { data: new Float32Array(6), shape: [2, 3] };
const t: Feed = { type: "int64", data: [5], shape: [] };

describe("checkFeeds", () => {
  test("accepts what the model declares, free dimensions of any size", () => {
    expect(() => checkFeeds("m", inputs, { x, t })).not.toThrow();
  });

  test.each<[string, Record<string, Feed>, RegExp]>([
    ["a missing feed", { x }, /no feed for the input "t"/],
    ["an unknown feed", { x, t, y: x }, /found a feed "y", expected only x, t/],
    [
      "another type",
      { x, t: { data: new Float32Array(1), shape: [] } },
      /"t" was fed float32, expected int64/,
    ],
    [
      "another rank",
      { x: { data: new Float32Array(3), shape: [3] }, t },
      /fed the shape \[3\], expected \[batch, 3\]/,
    ],
    ["another size", { x: { data: new Float32Array(4), shape: [1, 4] }, t }, /fed the shape \[1, 4\]/],
    [
      "data that do not fill the shape",
      { x: { data: new Float32Array(5), shape: [2, 3] }, t },
      /fed 5 elements, expected 6/,
    ],
  ])("refuses %s", (_, feeds, message) => {
    expect(() => checkFeeds("m", inputs, feeds)).toThrow(
      expect.objectContaining({ code: "model_contract", message: expect.stringMatching(message) }),
    );
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("checkFinite refuses %s and says where", (bad) => {
  expect(() => checkFinite("m", "y", Float32Array.of(1, bad))).toThrow(
    expect.objectContaining({ code: "numeric_nonfinite", message: expect.stringContaining('output "y"') }),
  );
});
