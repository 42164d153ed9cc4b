import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { createNodeImages } from "./images.ts";

const images = createNodeImages();

/** Random pixels, so that an encoder cannot shrink them to nothing. */
function raw(width: number, height: number, channels: 1 | 3 | 4) {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 7919) % 251);
  return sharp(data, { raw: { width, height, channels } });
}

describe("decode", () => {
  test("applies EXIF rotation", async () => {
    const turned = await raw(6, 4, 3).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await images.decode(turned)).shape).toEqual([3, 6, 4]);
  });

  test("lays transparency on white", async () => {
    const clear = sharp({
      create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    const { data } = await images.decode(await clear.png().toBuffer());
    expect([...data]).toEqual(new Array(12).fill(1));
  });

  test.each<[string, () => Promise<Buffer>]>([
    ["grey", () => raw(4, 4, 1).toColourspace("b-w").png().toBuffer()],
    ["16 bits", () => raw(4, 4, 3).toColourspace("rgb16").png().toBuffer()],
    ["CMYK", () => raw(4, 4, 3).toColourspace("cmyk").jpeg().toBuffer()],
    ["palette", () => raw(4, 4, 3).png({ palette: true }).toBuffer()],
    ["WebP", () => raw(4, 4, 3).webp().toBuffer()],
    ["1×1", () => raw(4, 4, 3).resize(1, 1).png().toBuffer()],
    ["1×2048", () => raw(4, 4, 3).resize(1, 2048, { fit: "fill" }).png().toBuffer()],
  ])("takes %s as three channels in [−1, 1]", async (_, make) => {
    const image = await images.decode(await make());
    expect(image.shape[0]).toBe(3);
    expect(image.data.length).toBe(3 * image.shape[1]! * image.shape[2]!);
    expect(image.data.every((x) => x >= -1 && x <= 1)).toBe(true);
  });

  test("takes the first frame of an animation", async () => {
    const frame = { data: new Float32Array(3 * 16), shape: [3, 4, 4] };
    const animation = await images.animate([frame, { ...frame, data: frame.data.map(() => 1) }], 50);
    const { shape, data } = await images.decode(animation);
    expect(shape).toEqual([3, 4, 4]);
    expect(data[0]).toBeLessThan(0.1);
  });

  test.each<[string, (picture: Sharp) => Sharp]>([
    ["PNG", (picture) => picture.png()],
    ["JPEG", (picture) => picture.jpeg()],
    ["progressive JPEG", (picture) => picture.jpeg({ progressive: true })],
    ["lossy WebP", (picture) => picture.webp()],
    ["lossless WebP", (picture) => picture.webp({ lossless: true })],
  ])("refuses a %s that was cut off anywhere before its last pixels", async (_, write) => {
    const whole = new Uint8Array(await write(raw(64, 64, 3)).toBuffer());
    await images.decode(whole);
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9])
      await expect(images.decode(whole.subarray(0, whole.length * part))).rejects.toMatchObject({
        code: "image_corrupt",
      });
  });

  test("refuses a PNG with a flipped bit", async () => {
    const flipped = new Uint8Array(await raw(64, 64, 3).png().toBuffer());
    const middle = flipped.length >> 1;
    flipped[middle] = flipped[middle]! ^ 16;
    await expect(images.decode(flipped)).rejects.toMatchObject({ code: "image_corrupt" });
  });

  test("shrinks what has more than 4096 × 4096 pixels, in each format by the same", async () => {
    const width = 4098;
    const height = 4096;
    // Columns of two are of one level, so that halving mixes nothing.
    const row = Uint8Array.from({ length: width }, (_, x) => (Math.floor(x / 2) % 2) * 255);
    const data = Buffer.concat(new Array(height).fill(row));
    const whole = sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });
    const files = {
      png: await whole.clone().png({ compressionLevel: 1 }).toBuffer(),
      webp: await whole.clone().webp({ lossless: true, effort: 0 }).toBuffer(),
      jpeg: await whole.clone().jpeg({ quality: 95 }).toBuffer(),
    };
    for (const [format, bytes] of Object.entries(files)) {
      const { shape, data: read } = await images.decode(bytes);
      expect([format, shape]).toEqual([format, [3, 2048, 2049]]);
      const middle = [...read.subarray(2049 * 1024 + 1000, 2049 * 1024 + 1004)];
      // JPEG is halved by its transform, which is not a mean of two: a dark column stays dark.
      const slack = format === "jpeg" ? 0.5 : 0;
      for (const [i, value] of middle.entries())
        expect(Math.abs(value - (i % 2 === 0 ? -1 : 1)), `${format} column ${i}`).toBeLessThanOrEqual(slack);
    }
  });

  test("refuses more pixels than any camera has, with the numbers, before it decodes them", async () => {
    const png = new Uint8Array(await raw(4, 4, 3).png().toBuffer());
    // Its header alone says so: the checksum is that of 16000 × 16000.
    const header = new DataView(png.buffer);
    header.setUint32(16, 16_000);
    header.setUint32(20, 16_000);
    header.setUint32(29, crc32(png.subarray(12, 29)));
    await expect(images.decode(png)).rejects.toMatchObject({
      code: "image_too_large",
      message: expect.stringMatching(/16000 × 16000 pixels, 256 million; expected at most 200 million/),
    });
  });

  test.each<[string, () => Promise<Buffer>]>([
    ["GIF", () => raw(4, 4, 3).gif().toBuffer()],
    ["TIFF", () => raw(4, 4, 3).tiff().toBuffer()],
    ["SVG", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')],
    ["PDF", async () => Buffer.from("%PDF-1.7\n")],
    ["HTML", async () => Buffer.from("<!doctype html><script>alert(1)</script>")],
  ])("refuses %s, whatever it is called", async (_, make) => {
    await expect(images.decode(await make())).rejects.toMatchObject({ code: "image_format" });
  });
});
