import { expect, test } from "vitest";
import { hasWord, piecesOf, wordSpans } from "./caption-words.ts";

const texts = (caption: string) => piecesOf(caption).map(({ is, text }) => `${is[0]} ${text}`);

test.each([
  ["a cat, 3 dogs & co.", ["w a", "w cat", "n 3", "w dogs", "w co"]],
  ["it's he’ll o'clock", ["w it", "w he", "w o", "w clock"]],
  ["1st 12345", ["n 1", "w st", "n 12345"]],
  ["❤️❤", ["s ❤️", "s ❤"]],
  ["👩‍🚀👩🚀", ["s 👩‍🚀", "s 👩", "s 🚀"]],
  ["🇯🇵🇰🇷", ["s 🇯🇵", "s 🇰🇷"]],
  ["1️⃣2", ["s 1️⃣", "n 2"]],
  ["👍🏽", ["s 👍🏽"]],
  ["ca\u200bt\u200b s\u00ado", ["w ca\u200bt", "w s\u00ado"]],
  ["हिंदी", ["w हिंदी"]],
  ["「赤い心」", ["s 「", "w 赤い心", "s 」"]],
  [" \u200b\ufe0f\r\n!?", []],
])("pieces of %j", (caption, expected) => {
  expect(texts(caption)).toEqual(expected);
});

test("a text of invisible characters is read in time that grows with its length", () => {
  const seconds = (length: number) => {
    const from = performance.now();
    piecesOf(`a${"\u200d".repeat(length)}b❤${"\u200d".repeat(length)}b`);
    wordSpans(`a${"\u200d".repeat(length)}b`);
    return performance.now() - from;
  };
  seconds(1000);
  // Quadratic work would take 10,000 times as long.
  expect(seconds(200_000)).toBeLessThan(2000 * (seconds(2000) + 1));
});

test("an English ending is left off a stem of three letters and more", () => {
  const has = (word: string) => ["cat", "bak", "b"].includes(word);
  expect(["cat", "cats", "baked", "baking"].map((word) => hasWord(word, has))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["bs", "bed", "s", "ing", "dog"].some((word) => hasWord(word, has))).toBe(false);
});

test("words end at blanks and signs, and behind each letter of a script without blanks", () => {
  const words = (caption: string) => wordSpans(caption).map(({ start, end }) => caption.slice(start, end));
  expect(words("don't stop, 3 naïve cafe\u0301s")).toEqual(["don't", "stop", "3", "naïve", "cafe\u0301s"]);
  expect(words("red 赤い心 한국 คำ")).toEqual(["red", "赤", "い", "心", "한국", "ค", "ำ"]);
});
