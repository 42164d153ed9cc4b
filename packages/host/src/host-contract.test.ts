/** What every host promises of assets and images, on each host. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { createMemoryHost } from "./memory/index.ts";
import { createNodeHost } from "./node/index.ts";

/** Pixels that 8 bits hold exactly. */
function picture(height: number, width: number): Tensor {
  const data = Float32Array.from({ length: 3 * height * width }, (_, i) => ((i * 37) % 256) / 127.5 - 1);
  return { data, shape: [3, height, width] };
}

describe.each([
  ["node", async () => createNodeHost({ models: [], data: await mkdtemp(join(tmpdir(), "unclip-host-")) })],
  ["memory", async () => createMemoryHost()],
] as const)("%s host", (_, open) => {
  test("assets come back under the sha256 of their bytes", async () => {
    const { assets } = await open();
    const bytes = new TextEncoder().encode("hello");
    const id = await assets.put(bytes, "application/octet-stream");
    expect(id).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    expect(await assets.get(id)).toEqual({ bytes, type: "application/octet-stream" });
    expect(await assets.put(bytes, "application/octet-stream")).toBe(id);
  });

  test.each(["f".repeat(64), "", "../etc/passwd"])(
    "an asset that is not there (%j) is undefined",
    async (id) => {
      expect(await (await open()).assets.get(id)).toBeUndefined();
    },
  );

  test("what was stored does not change with the caller's bytes", async () => {
    const { assets } = await open();
    const bytes = Uint8Array.of(1, 2, 3);
    const id = await assets.put(bytes, "application/octet-stream");
    bytes[0] = 9;
    expect((await assets.get(id))!.bytes).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("a picture is encoded without loss, and the same pixels give the same bytes", async () => {
    const { images } = await open();
    const image = picture(5, 7);
    for (const type of ["image/png", "image/webp"] as const) {
      const bytes = await images.encode(image, type);
      expect(await images.encode(picture(5, 7), type)).toEqual(bytes);
      const decoded = await images.decode(bytes);
      expect(decoded.shape).toEqual([3, 5, 7]);
      expect(Math.max(...decoded.data.map((x, i) => Math.abs(x - image.data[i]!)))).toBeLessThan(1e-6);
    }
  });

  test("pixels beyond [−1, 1] are clamped", async () => {
    const { images } = await open();
    const bright = await images.decode(
      await images.encode({ data: Float32Array.of(5, -5, 0), shape: [3, 1, 1] }, "image/png"),
    );
    expect(bright.data[0]).toBe(1);
    expect(bright.data[1]).toBe(-1);
    expect(Math.abs(bright.data[2]!)).toBeLessThan(0.004);
  });

  test.each([
    ["NaN", { data: Float32Array.of(Number.NaN, 0, 0), shape: [3, 1, 1] }, "numeric_nonfinite"],
    ["another shape", { data: new Float32Array(4), shape: [4, 1, 1] }, "image_size"],
  ])("a picture with %s is not encoded", async (_name, image, code) => {
    await expect((await open()).images.encode(image, "image/png")).rejects.toMatchObject({ code });
  });

  test("bytes that are no picture are refused as a format", async () => {
    const { images } = await open();
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("<svg/>"), Uint8Array.of(0x89, 0x50)]) {
      await expect(images.decode(bytes)).rejects.toMatchObject({ code: "image_format" });
    }
  });

  test("an animation needs frames, of one size", async () => {
    const { images } = await open();
    expect((await images.animate([picture(4, 4), picture(4, 4)], 100)).length).toBeGreaterThan(20);
    await expect(images.animate([], 100)).rejects.toMatchObject({ code: "image_size" });
    await expect(images.animate([picture(4, 4), picture(4, 5)], 100)).rejects.toMatchObject({
      code: "image_size",
    });
  });

  test("a pack that is not there is missing", async () => {
    const { packs } = await open();
    expect(await packs.list()).toEqual([]);
    await expect(packs.open("emoji")).rejects.toMatchObject({ code: "model_missing" });
  });
});
