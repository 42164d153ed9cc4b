import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { drawText, letterHeight } from "./pixel-font.ts";

/** The red plane as rows of `#` and `.`. */
function drawn(text: string, width: number, scale = 1, pageWidth = width) {
  const page = full([3, letterHeight * scale, pageWidth], 1);
  drawText(page, text, 0, 0, width, scale);
  const { data } = page;
  const planes = data.length / 3;
  for (let i = 0; i < planes; i++)
    expect([data[planes + i], data[2 * planes + i]]).toEqual([data[i], data[i]]);
  return Array.from({ length: letterHeight * scale }, (_, y) =>
    Array.from({ length: pageWidth }, (_, x) => (data[y * pageWidth + x]! < 0 ? "#" : ".")).join(""),
  );
}

test("draws letters side by side, lower case as capitals", () => {
  expect(drawn("a1", 7)).toEqual([".#...#.", "#.#.##.", "###..#.", "#.#..#.", "#.#.###"]);
});

test("scales by whole pixels", () => {
  expect(drawn("-", 6, 2)[4]).toBe("######");
  expect(drawn("-", 6, 2)[3]).toBe("......");
});

test("ends in dots where the room ends, and never leaves it", () => {
  const rows = drawn("ABCD", 11, 1, 20);
  expect(rows[4]).toBe(`#.#.##..#.#${".".repeat(9)}`);
  expect(drawn("ABCD", 2, 1, 20).join("")).not.toContain("#");
});

test("a letter that is not there is a block", () => {
  expect(drawn("猫", 3)).toEqual(["###", "###", "###", "###", "###"]);
});
