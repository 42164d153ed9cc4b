import { expect, test } from "vitest";
import { fromPixels, toPixels } from "./pixels.ts";

test("every 8-bit level comes back as itself", () => {
  const data = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
  expect(toPixels(fromPixels(data, 256, 1)).data).toEqual(data);
});

test("planes become interleaved pixels, halves round up, values outside are clamped", () => {
  const image = { data: Float32Array.of(-1, 1, -0.99, -9, 0, 9), shape: [3, 1, 2] };
  expect([...toPixels(image).data]).toEqual([0, 1, 128, 255, 0, 255]);
});

test("grey is three equal planes, and a fourth channel is left out", () => {
  expect([...fromPixels(Uint8Array.of(0, 255), 2, 1, 1).data]).toEqual([-1, 1, -1, 1, -1, 1]);
  expect([...fromPixels(Uint8Array.of(0, 255, 0, 7), 1, 1, 4).data]).toEqual([-1, 1, -1]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%s is no colour", (bad) => {
  expect(() => toPixels({ data: Float32Array.of(0, bad, 0), shape: [3, 1, 1] })).toThrow(
    expect.objectContaining({ code: "numeric_nonfinite", message: expect.stringContaining(String(bad)) }),
  );
});
