import { readFileSync } from "node:fs";
import { full, type Tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { preprocess } from "./image-encoder.ts";

const plain = { size: 4, mean: [0, 0, 0], std: [1, 1, 1], rounding: "none" as const };
/** Black, with the middle two columns white. */
const wide: Tensor = {
  data: Float32Array.from({ length: 3 * 2 * 6 }, (_, i) => (i % 6 === 2 || i % 6 === 3 ? 1 : -1)),
  shape: [3, 2, 6],
};

interface Recorded {
  readonly height: number;
  readonly width: number;
  readonly size: number;
  readonly fit: "crop" | "squash";
  readonly pixels: string;
}
const recorded = JSON.parse(
  readFileSync(new URL("./clip-preprocess.fixture.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Recorded[] };

/** The picture of the fixture: gradients, and flat patches that make bicubic overshoot. */
function pattern(height: number, width: number): Tensor {
  const data = new Float32Array(3 * height * width);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const flat = ((Math.floor(x / 5) + Math.floor(y / 4)) % 2) * 255;
        const value = (x + 2 * y) % 11 < 5 ? flat : (x * x * 31 + y * x * 17 + y * y * 7 + c * 101) % 256;
        data[(c * height + y) * width + x] = value / 127.5 - 1;
      }
  return { data, shape: [3, height, width] };
}

describe("preprocess", () => {
  test.each(
    recorded.cases.map((one) => [`${one.fit} of ${one.width}×${one.height} to ${one.size}`, one] as const),
  )("with 8-bit rounding, %s equals Pillow's to the bit", (_, { height, width, size, fit, pixels }) => {
    const { data, shape } = preprocess(pattern(height, width), { ...plain, size, fit, rounding: "8-bit" });
    expect(shape).toEqual([3, size, size]);
    expect(data.map((x) => x * 255).map(Math.round)).toEqual(
      Float32Array.from(Buffer.from(pixels, "base64")),
    );
  });

  test.each(recorded.cases.filter(({ fit }) => fit === "crop"))(
    "without rounding, crop of $width×$height to $size is the reference but for rounding and clipping",
    ({ height, width, size, fit, pixels }) => {
      const { data } = preprocess(pattern(height, width), { ...plain, size, fit });
      const worst = Buffer.from(pixels, "base64").reduce(
        (most, level, i) => Math.max(most, Math.abs(Math.min(255, Math.max(0, data[i]! * 255)) - level)),
        0,
      );
      // Pillow also clips between its passes, so the difference exceeds rounding if both axes overshoot.
      expect(worst).toBeLessThan(30);
    },
  );

  test("brings pixels to [0, 1] and then to the encoder's statistics", () => {
    const white = full([3, 4, 4], 1);
    for (const rounding of ["none", "8-bit"] as const) {
      const settings = {
        size: 4,
        fit: "squash",
        mean: [0.5, 0.25, 0],
        std: [0.5, 0.25, 2],
        rounding,
      } as const;
      const { data } = preprocess(white, { ...settings, mean: [...settings.mean], std: [...settings.std] });
      expect([data[0], data[16], data[32]]).toEqual([1, 3, 0.5]);
    }
  });

  test("crop keeps the middle square", () => {
    const { data, shape } = preprocess(wide, { ...plain, size: 2, fit: "crop" });
    expect(shape).toEqual([3, 2, 2]);
    expect([...data]).toEqual(new Array(12).fill(1));
  });

  test("pad-white keeps all of the picture between white bars", () => {
    const { data, shape } = preprocess(wide, { ...plain, size: 6, fit: "pad-white" });
    expect(shape).toEqual([3, 6, 6]);
    const row = (y: number) => [...data.slice(6 * y, 6 * y + 6)];
    expect(row(0)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(row(2)).toEqual([0, 0, 1, 1, 0, 0]);
    expect(row(5)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("squash makes any picture square", () => {
    expect(preprocess(wide, { ...plain, fit: "squash" }).shape).toEqual([3, 4, 4]);
  });
});
