import { full, type Tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { preprocess } from "./image-encoder.ts";

const plain = { size: 4, mean: [0, 0, 0], std: [1, 1, 1] };
/** Black, with the middle two columns white. */
const wide: Tensor = {
  data: Float32Array.from({ length: 3 * 2 * 6 }, (_, i) => (i % 6 === 2 || i % 6 === 3 ? 1 : -1)),
  shape: [3, 2, 6],
};

describe("preprocess", () => {
  test("brings pixels to [0, 1] and then to the encoder's statistics", () => {
    const white = full([3, 4, 4], 1);
    const { data } = preprocess(white, { size: 4, fit: "squash", mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] });
    expect([data[0], data[16], data[32]]).toEqual([1, 3, 0.5]);
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
