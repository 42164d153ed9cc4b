import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { full, type Tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { grid } from "./grid.ts";

const context = {} as NodeContext<Host>;
const plain = (value: number, height = 2, width = 3) => full([3, height, width], value);
const sheet = async (items: Tensor[], columns: number, gap: number, labels?: string[], show = true) => {
  const { image } = await grid.execute(
    { image: { items, ...(labels ? { labels } : {}) }, columns, gap, labels: show },
    context,
  );
  return image.items[0]!;
};
const pixel = ({ data, shape }: Tensor, c: number, y: number, x: number) =>
  data[(c * shape[1]! + y) * shape[2]! + x];

test("lays pictures row by row with white between them", async () => {
  const page = await sheet([plain(-1), plain(0), plain(0.5)], 2, 1);
  expect(page.shape).toEqual([3, 7, 9]);
  for (const c of [0, 1, 2]) {
    expect(pixel(page, c, 0, 0)).toBe(1);
    expect(pixel(page, c, 1, 1)).toBe(-1);
    expect(pixel(page, c, 2, 3)).toBe(-1);
    expect(pixel(page, c, 1, 4)).toBe(1);
    expect(pixel(page, c, 1, 5)).toBe(0);
    expect(pixel(page, c, 4, 1)).toBe(0.5);
    expect(pixel(page, c, 4, 5)).toBe(1);
  }
});

test("0 columns make the sheet about square", async () => {
  expect((await sheet(new Array(16).fill(plain(0)), 0, 0)).shape).toEqual([3, 8, 12]);
  expect((await sheet(new Array(5).fill(plain(0)), 0, 0)).shape).toEqual([3, 4, 9]);
});

test("one picture without a gap is itself, and others are resized to the first", async () => {
  expect(await sheet([plain(0.25)], 4, 0)).toEqual(plain(0.25));
  expect((await sheet([plain(0), plain(0, 8, 8)], 2, 0)).shape).toEqual([3, 2, 6]);
});

test("writes labels below their pictures, unless it is told not to", async () => {
  const items = [plain(0.5, 64, 64), plain(0.5, 64, 64), plain(0.5, 64, 64)];
  const page = await sheet(items, 3, 1, ["a cat", "赤いハート", ""]);
  // A line of ten pixels an em is thirteen high.
  expect(page.shape).toEqual([3, 64 + 13 + 2, 3 * 65 + 1]);
  const below = (item: number) =>
    Array.from({ length: 13 * 64 }, (_, i) =>
      pixel(page, 0, 65 + Math.floor(i / 64), 1 + item * 65 + (i % 64)),
    );
  const ink = (item: number) => below(item).reduce((sum: number, value) => sum + (1 - value!) / 2, 0);
  expect(ink(0)).toBeGreaterThan(30);
  expect(ink(1)).toBeGreaterThan(30);
  expect(ink(2)).toBe(0);
  expect(below(1)).not.toEqual(below(0));
  expect((await sheet(items, 3, 1, ["a", "b", "c"], false)).shape).toEqual([3, 66, 196]);
});

test("letters grow with the pictures", async () => {
  expect((await sheet([plain(0, 256, 256)], 1, 0, ["a"])).shape).toEqual([3, 256 + 16 + 5, 256]);
});
