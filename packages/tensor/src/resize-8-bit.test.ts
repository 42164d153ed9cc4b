import { describe, expect, it } from "vitest";
import { resizeBicubic8Bit } from "./resize-8-bit.ts";
import { tensor, zeros } from "./tensor.ts";

describe("resizeBicubic8Bit", () => {
  // Pillow 13.0.0: Image.fromarray(uint8([[0, 0, 255, 255]])).resize((16, 1), Image.BICUBIC)
  it("rounds and clips as Pillow does", () => {
    const row = resizeBicubic8Bit(tensor([0, 0, 255, 255], [1, 1, 4]), 1, 16).data;
    expect([...row]).toEqual([0, 0, 0, 0, 0, 0, 21, 88, 167, 234, 255, 255, 255, 255, 255, 255]);
  });

  // Pillow 13.0.0: the same of 255 where (7·y + 3·x) % 5 < 2, 9 × 3 → 4 × 2 and 5 × 4 → 4 × 2 (height × width).
  it("takes columns first where the height shrinks by more than twice what the width does", () => {
    const pattern = (height: number, width: number) =>
      tensor(
        Array.from({ length: height * width }, (_, i) => {
          const [y, x] = [Math.floor(i / width), i % width];
          return (7 * y + 3 * x) % 5 < 2 ? 255 : 0;
        }),
        [1, height, width],
      );
    expect([...resizeBicubic8Bit(pattern(9, 3), 4, 2).data]).toEqual([100, 136, 94, 71, 120, 127, 76, 85]);
    expect([...resizeBicubic8Bit(pattern(5, 4), 4, 2).data]).toEqual([144, 116, 72, 138, 73, 112, 119, 45]);
  });

  it("keeps a picture of the same size, in memory of its own, and refuses what is no picture or size", () => {
    const image = tensor([1, 2, 3, 4], [1, 2, 2]);
    const same = resizeBicubic8Bit(image, 2, 2);
    expect(same).toEqual(image);
    expect(same.data).not.toBe(image.data);
    expect(() => resizeBicubic8Bit(zeros([4, 4]), 2, 2)).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => resizeBicubic8Bit(image, 0, 2)).toThrow(expect.objectContaining({ code: "range" }));
  });
});
