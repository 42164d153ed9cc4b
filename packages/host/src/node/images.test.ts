import sharp from "sharp";
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

  test("refuses a picture that was cut off, or has a flipped bit", async () => {
    const whole = new Uint8Array(await raw(64, 64, 3).png().toBuffer());
    const flipped = whole.slice();
    flipped[whole.length >> 1] = flipped[whole.length >> 1]! ^ 16;
    for (const bytes of [whole.subarray(0, whole.length >> 1), whole.subarray(0, 20), flipped]) {
      await expect(images.decode(bytes)).rejects.toMatchObject({ code: "image_corrupt" });
    }
  });

  test("refuses too many pixels before it decodes them", async () => {
    const huge = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    await expect(images.decode(huge)).rejects.toMatchObject({ code: "image_too_large" });
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
