import { createHash } from "node:crypto";
import { full, type Tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { drawText, lineHeight, lineOf } from "./draw-text.ts";
import { typefaceFor } from "./typeface.ts";

async function drawn(label: string, width: number, size = 10, pageWidth = width): Promise<Tensor> {
  const page = full([3, lineHeight(size), pageWidth], 1);
  const text = lineOf(label);
  drawText(page, await typefaceFor([text]), { text, top: 0, left: 0, width, size });
  return page;
}

/** Black of the red plane in columns [from, to), in pixels. */
function ink({ data, shape }: Tensor, from = 0, to = shape[2]!): number {
  const [, high = 0, wide = 0] = shape;
  let sum = 0;
  for (let y = 0; y < high; y++)
    for (let x = from; x < Math.min(to, wide); x++) sum += (1 - data[y * wide + x]!) / 2;
  return sum;
}

/** As 8-bit levels, as a picture is saved. */
const digest = ({ data }: Tensor) =>
  createHash("sha256")
    .update(Uint8Array.from(data, (value) => Math.round((value + 1) * 127.5)))
    .digest("hex")
    .slice(0, 16);

test("a line is black on white in all planes, and scales with its size", async () => {
  const page = await drawn("Hg", 40);
  const plane = page.data.length / 3;
  expect(page.data.subarray(plane, 2 * plane)).toEqual(page.data.subarray(0, plane));
  expect(page.data.subarray(2 * plane)).toEqual(page.data.subarray(0, plane));
  expect(Math.min(...page.data)).toBeLessThan(-0.5);
  expect(ink(await drawn("Hg", 160, 40)) / ink(page)).toBeCloseTo(16, 0);
});

test("an l is as high as in Noto Sans: 0.76 em", async () => {
  const page = await drawn("l", 60, 100);
  const height = ink(page) / Math.max(...Array.from({ length: 100 }, (_, y) => rowInk(page, y)));
  expect(height).toBeGreaterThan(75);
  expect(height).toBeLessThan(77);
});

function rowInk({ data, shape }: Tensor, y: number): number {
  const wide = shape[2]!;
  return data.subarray(y * wide, (y + 1) * wide).reduce((sum, value) => sum + (1 - value) / 2, 0);
}

test("letters of every script differ from each other and from the box of a letter that is missing", async () => {
  const texts = ["a", "é", "Ω", "ж", "あ", "ア", "猫", "鬱", "한", "뷁", "❤"];
  const pages = await Promise.all(texts.map(async (text) => digest(await drawn(text, 20))));
  expect(new Set(pages).size).toBe(texts.length);
  expect(digest(await drawn("ක", 20))).toBe(pages.at(-1));
});

test("text is composed, and what is not seen or joins emoji is not drawn", () => {
  expect(lineOf("cafe\u0301\r\n \u200b au\tlait\u00a0")).toBe("café au lait");
  expect(lineOf("❤️ 👩‍🚀 🇯🇵 👍🏽")).toBe("❤ 👩 🇯 👍");
  expect(lineOf("\ud83d!")).toBe("\ufffd!");
});

test("a line that is too long ends in dots within its width, and what fits is whole", async () => {
  const long = await drawn("a very long label", 40, 10, 80);
  expect(ink(long, 40)).toBe(0);
  expect(ink(long, 0, 40)).toBeGreaterThan(20);
  expect(digest(await drawn("wide…", 60))).not.toBe(digest(await drawn("wide label", 60)));
  // Ten letters i are narrower than four W.
  expect(ink(await drawn("iiiiiiiiii", 30, 10, 60), 26)).toBeGreaterThan(0);
  expect(digest(await drawn("WWWW WWWW", 30))).toBe(digest(await drawn("WW…", 30)));
  expect(ink(await drawn("WWWW", 3, 10, 20))).toBe(0);
});

test("the same pixels are drawn on every machine", async () => {
  const labels = ["a red heart, θ = 0.25", "赤いハート 鬱", "빨간 하트 뷁", "красное сердце", "naïve Ếg ❤️"];
  const digests = await Promise.all(labels.map(async (label) => digest(await drawn(label, 200, 16))));
  expect(digests).toEqual([
    "9116be51c5128a48",
    "bc5583dfddf99eb6",
    "da23364b1a6aca49",
    "42dea397b1721fb1",
    "72f9a7acf20bf93c",
  ]);
});
