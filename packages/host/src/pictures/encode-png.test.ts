import { promisify } from "node:util";
import { deflate } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { encodePng } from "./encode-png.ts";

test.each([
  [1, 1],
  [7, 3],
  [64, 64],
])("a reader of PNG sees the pixels of %i×%i", async (width, height) => {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 97) % 256);
  const bytes = await encodePng(
    { data, width, height },
    promisify(deflate) as (rows: Uint8Array) => Promise<Uint8Array>,
  );
  const { data: read, info } = await sharp(bytes, { failOn: "warning" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height, channels: 3 });
  expect(new Uint8Array(read)).toEqual(data);
});
