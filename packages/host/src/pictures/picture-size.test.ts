import sharp from "sharp";
import { expect, test } from "vitest";
import { pictureSize } from "./picture-size.ts";

const picture = (channels: 3 | 4) =>
  sharp({ create: { width: 300, height: 77, channels, background: { r: 9, g: 99, b: 199, alpha: 0.5 } } });

test.each([
  ["png", () => picture(3).png()],
  ["jpeg", () => picture(3).jpeg()],
  [
    "progressive jpeg with metadata",
    () =>
      picture(3)
        .withExif({ IFD0: { Copyright: "x".repeat(3000) } })
        .jpeg({ progressive: true }),
  ],
  ["lossy webp", () => picture(3).webp()],
  ["lossless webp", () => picture(3).webp({ lossless: true })],
  ["webp with alpha", () => picture(4).webp()],
  ["webp with a profile", () => picture(3).withIccProfile("p3").webp()],
])("%s says its size in its header", async (_, make) => {
  const bytes = new Uint8Array(await make().toBuffer());
  expect(pictureSize(bytes)).toEqual({ width: 300, height: 77 });
  for (const length of [12, 16, 20]) expect(pictureSize(bytes.subarray(0, length))).toBeUndefined();
});
