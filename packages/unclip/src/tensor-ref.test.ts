import type { Pack } from "@unclip/host";
import { expect, test } from "vitest";
import { readTensor } from "./tensor-ref.ts";

function pack(
  bytes: Uint8Array,
  tensors: Record<string, { dtype: "f32" | "f16"; shape: number[]; offset: number }>,
): Pack {
  return {
    manifest: {
      id: "p",
      files: { "stats.bin": { sha256: "", bytes: bytes.length, tensors } },
    } as unknown as Pack["manifest"],
    digest: "",
    read: async () => bytes,
  };
}

test("reads floats at an offset, whatever the alignment of the bytes", async () => {
  const bytes = new Uint8Array(13).subarray(1);
  new DataView(bytes.buffer, 1).setFloat32(8, 1.5, true);
  const p = pack(bytes, {
    a: { dtype: "f32", shape: [1], offset: 8 },
    b: { dtype: "f32", shape: [2, 1], offset: 0 },
  });
  expect(await readTensor(p, "stats.bin#a")).toEqual({ data: Float32Array.of(1.5), shape: [1] });
  expect((await readTensor(p, "stats.bin#b")).shape).toEqual([2, 1]);
});

test("widens 16-bit floats: normal, subnormal, negative", async () => {
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000);
  const p = pack(new Uint8Array(halves.buffer), { a: { dtype: "f16", shape: [5], offset: 0 } });
  expect([...(await readTensor(p, "stats.bin#a")).data]).toEqual([1, -2, 2 ** -24, 65504, -0]);
});

test("refuses what is not finite, and references that lead nowhere", async () => {
  const p = pack(new Uint8Array(Float32Array.of(Number.NaN).buffer), {
    a: { dtype: "f32", shape: [1], offset: 0 },
  });
  await expect(readTensor(p, "stats.bin#a")).rejects.toMatchObject({ code: "model_invalid" });
  await expect(readTensor(p, "stats.bin#b")).rejects.toMatchObject({ code: "model_invalid" });
  await expect(readTensor(p, "other.bin#a")).rejects.toMatchObject({ code: "model_invalid" });
});
