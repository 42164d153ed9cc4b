import { expect, test } from "vitest";
import { typefaceFor } from "./typeface.ts";

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).filter((letter) =>
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter),
  );
/** Letters of rows of a 94 × 94 character set. */
const rows = (encoding: string, first: number, last: number) =>
  Array.from({ length: (last - first + 1) * 94 }, (_, i) =>
    new TextDecoder(encoding).decode(Uint8Array.of(0xa0 + first + Math.floor(i / 94), 0xa1 + (i % 94))),
  ).filter((letter) => letter.length === 1 && letter !== "\ufffd");

test.each([
  ["ASCII", range(0x21, 0x7e), 94],
  ["Latin with marks", range(0xa1, 0x24f), 400],
  ["Vietnamese", range(0x1ea0, 0x1ef9), 90],
  ["Greek", [...range(0x391, 0x3a1), ...range(0x3a3, 0x3ce)], 60],
  ["polytonic Greek", range(0x1f00, 0x1f15), 20],
  ["Cyrillic", range(0x400, 0x52f), 290],
  ["kana", [...range(0x3041, 0x3096), ...range(0x30a1, 0x30fe)], 170],
  ["half-width and full-width forms", [...range(0xff01, 0xff5e), ...range(0xff61, 0xff9f)], 150],
  ["kanji of JIS levels 1 and 2", rows("euc-jp", 16, 84), 6355],
  ["common Hangul", rows("euc-kr", 16, 40), 2350],
  ["all syllables of Hangul", range(0xac00, 0xd7a3), 11172],
  ["signs of labels", [..."→←×÷±−–—…“”‘’«»·•°²³½€™♪★"], 20],
])("has %s", { timeout: 240_000 }, async (_, letters, least) => {
  expect(letters.length).toBeGreaterThanOrEqual(least);
  const typeface = await typefaceFor([letters.join("")]);
  expect(letters.filter((letter) => !typeface.has(letter.codePointAt(0)!))).toEqual([]);
  // They are drawn, and not all alike.
  const outlines = letters.map((letter) =>
    JSON.stringify(typeface.get(letter.codePointAt(0)!)!.contours.map(({ x, y }) => [[...x], [...y]])),
  );
  expect(outlines.filter((outline) => outline === "[]").length).toBeLessThanOrEqual(1);
  expect(new Set(outlines).size).toBeGreaterThan(0.7 * letters.length);
});

test("letters that are in no file are left to the caller, with the dots that end a long line at hand", async () => {
  const typeface = await typefaceFor(["a❤️🚀ක"]);
  expect([...typeface.keys()].sort((a, b) => a - b)).toEqual([0x61, 0x2026]);
});
