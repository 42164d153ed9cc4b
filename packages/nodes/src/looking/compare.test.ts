import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { full, type Tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";

const look = async (a: Tensor, b: Tensor, mode: "side by side" | "difference" = "side by side", gain = 1) => {
  const [result] = await compare.execute([{ a, b, mode, gain }], {} as NodeContext<Host>);
  return result!;
};
const [black, grey, white] = [-1, 0, 1].map((value) => full([3, 2, 2], value)) as [Tensor, Tensor, Tensor];

test("side by side, B in the size of A", async () => {
  const { image } = await look(black, full([3, 8, 8], 1));
  expect(image.shape).toEqual([3, 2, 4]);
  for (let row = 0; row < 6; row++)
    expect([...image.data.slice(4 * row, 4 * row + 4)]).toEqual([-1, -1, 1, 1]);
});

test("the difference is black where nothing differs, and brighter with gain", async () => {
  expect((await look(grey, grey, "difference")).image.data.every((x) => x === -1)).toBe(true);
  expect((await look(grey, white, "difference")).image.data.every((x) => x === 0)).toBe(true);
  expect((await look(grey, white, "difference", 8)).image.data.every((x) => x === 1)).toBe(true);
});

test("the error is 0 for equal pictures and 1 for opposite ones, whatever the gain", async () => {
  expect((await look(white, white)).error).toBe(0);
  expect((await look(white, black, "difference", 4)).error).toBe(1);
  expect((await look(grey, white)).error).toBe(0.5);
});
