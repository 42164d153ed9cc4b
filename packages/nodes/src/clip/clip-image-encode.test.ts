import { full, tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { smallContext, valuesOf } from "../testing/run-node.ts";
import { clipImageEncode } from "./clip-image-encode.ts";

test("gives each picture's embedding in the pack's image space, whatever its size", async () => {
  const { context } = await smallContext();
  const image = tensor(
    [...new Array(4).fill(0.5), ...new Array(4).fill(-1), ...new Array(4).fill(0)],
    [3, 2, 2],
  );
  const [colours, grey] = await clipImageEncode.execute(
    [image, full([3, 7, 5], 0.25)].map((one) => ({ image: one, fit: "pack" as const })),
    context,
  );
  expect(valuesOf(colours!.embedding.vector)).toEqual([0.5, -1, 0, 1]);
  expect(colours!.embedding.space).toEqual({ joint: "small", modality: "image", width: 4 });
  expect(valuesOf(grey!.embedding.vector)).toEqual([0.25, 0.25, 0.25, 1]);
});

test("a picture that is not square is fitted as the node says, or as the pack does", async () => {
  const { context } = await smallContext();
  // Black, with a white square in the middle third.
  const wide = tensor(
    Array.from({ length: 3 * 4 * 12 }, (_, i) => (i % 12 >= 4 && i % 12 < 8 ? 1 : -1)),
    [3, 4, 12],
  );
  const fits = ["crop", "squash", "pack", "pad-white"] as const;
  const made = await clipImageEncode.execute(
    fits.map((fit) => ({ image: wide, fit })),
    context,
  );
  const red = made.map(({ embedding }) => valuesOf(embedding.vector)[0]!);
  expect(red[0]).toBe(1);
  expect(red[1]).toBeCloseTo(-1 / 3, 1);
  // The pack squashes.
  expect(red[2]).toBe(red[1]);
  // A third of the height is the picture, the rest is white.
  expect(red[3]).toBeCloseTo((2 - 1 / 3) / 3, 1);
});
