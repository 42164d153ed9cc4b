import { expect, test } from "vitest";
import { readableLabels } from "./plot-labels.ts";

test("a label that would lie on one before it is left out; beside or below it stays", () => {
  const apple = { text: "red apple", x: 100, y: 50 };
  const on = { text: "lemon", x: 120, y: 54 };
  const beside = { text: "lemon", x: 100 + 45, y: 50 };
  const below = { text: "lemon", x: 100, y: 62 };
  expect(readableLabels([apple, on])).toEqual([apple]);
  expect(readableLabels([apple, beside])).toEqual([apple, beside]);
  expect(readableLabels([apple, below])).toEqual([apple, below]);
  // One that was left out stands in nobody's way.
  const behind = { text: "pear", x: 148, y: 54 };
  expect(readableLabels([apple, on, behind])).toEqual([apple, behind]);
});
