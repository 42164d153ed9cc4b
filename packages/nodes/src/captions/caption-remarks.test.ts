import { expect, test } from "vitest";
import { captionRemarks } from "./caption-remarks.ts";

const read = { caption: "a cat", cut: "", truncated: false, empty: false, mask: [true, true], unknown: [] };
const remarks = (more: Partial<Parameters<typeof captionRemarks>[0]>, like?: readonly string[]) =>
  captionRemarks({ ...read, ...more }, like);

test("says nothing of a caption that is read whole and learned", () => {
  expect(remarks({})).toEqual([]);
});

test.each([
  [["zorb"], '"zorb" is a word that'],
  [["zorb", "心"], '"zorb", "心" are words that'],
  [["❤️"], '"❤️" is a symbol that'],
  [["❤️", "👩‍🚀"], '"❤️", "👩‍🚀" are symbols that'],
  [["123"], '"123" is a number that'],
  [["zorb", "❤️", "123"], '"zorb", "❤️", "123" are words or symbols that'],
])("names what is not learned: %j", (unknown, start) => {
  expect(remarks({ unknown })).toEqual([`${start} the model has not learned; it guesses.`]);
});

test("names what the model takes the caption for, and shortens long texts", () => {
  const caption = "心".repeat(300);
  const [said] = remarks({ caption, unknown: Array.from({ length: 20 }, (_, i) => `w${i}`) }, ["fox", "ox"]);
  expect(said).toMatch(/^"w0", .+, "w11" … \(\+8\) are words/);
  expect(said).toContain(`It takes "${"心".repeat(200)}…" for something like fox, ox.`);
});

test("tells of an empty caption and of an end that was not read", () => {
  expect(remarks({ empty: true })).toEqual([
    "The caption is empty: it stands for any picture. Write what to draw.",
  ]);
  expect(remarks({ truncated: true, cut: "and a dog" })).toEqual([
    'The caption is longer than the model reads (2 tokens): "and a dog" was left out. Say it in fewer words.',
  ]);
});
