import { numberList, textList } from "@unclip/engine";
import { describe, expect, it } from "vitest";
import { typedValue } from "./number-drag.ts";
import { cutText, typedList } from "./typed-text.ts";

const words = { title: "T", about: "A." };
const lines = textList({ ...words, of: "text", default: [] });
const numbers = numberList({ ...words, of: "number", default: [] });

describe("a typed list", () => {
  it("keeps every line that was pasted, also more than the node takes", () => {
    const pasted = Array.from({ length: 400 }, (_, i) => `line ${i}`);
    expect(typedList(lines, `${pasted.join("\r\n")}\n\n`).items).toEqual(pasted);
    expect(typedList(numbers, "1 ".repeat(400)).items).toHaveLength(400);
  });

  it("of numbers is none while something in it is no decimal number", () => {
    expect(typedList(numbers, "1, 2.5; -3\n4").items).toEqual([1, 2.5, -3, 4]);
    for (const text of ["1,,2", ",1", "1,x", "0x10", "1e999"])
      expect(typedList(numbers, text).items).toBeUndefined();
  });
});

it("a typed number is decimal, with a point or a comma", () => {
  const range = { min: 0, max: 2000, step: 1 };
  expect(typedValue("12", range, true)).toBe(12);
  expect(typedValue(" 0,5 ", range, false)).toBe(0.5);
  for (const text of ["0x10", "0b1", "Infinity", "1_000", "", "٣"])
    expect(typedValue(text, range, true)).toBeUndefined();
});

it("a text is cut between letters", () => {
  expect(cutText("abc", 3)).toBe("abc");
  expect(cutText("ab😀", 3)).toBe("ab");
  expect(cutText("ab😀c", 4)).toBe("ab😀");
});
