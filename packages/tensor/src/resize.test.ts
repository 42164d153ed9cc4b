import { describe, expect, it } from "vitest";
import { resizeBicubic } from "./resize.ts";
import { full, tensor, zeros } from "./tensor.ts";

describe("resizeBicubic (unclip.md §6.24)", () => {
  it("upsamples a step as Pillow's BICUBIC, not with a = −0.75", () => {
    const row = resizeBicubic(tensor([0, 0, 1, 1], [1, 1, 4]), 1, 16).data;
    const start = [0, 0, -0.00652377, -0.04094632, -0.07015903, -0.04752667];
    start.forEach((value, i) => {
      expect(row[i]).toBeCloseTo(value, 7);
    });
    expect(row[7]).toBeCloseTo(0.34570312, 7);
    for (let i = 0; i < 16; i++) expect(row[i]! + row[15 - i]!).toBeCloseTo(1, 6);
    expect(Math.abs(row[6]! - 0.10449219)).toBeGreaterThan(0.005);
  });

  it("does the same along columns", () => {
    const row = resizeBicubic(tensor([0, 0, 1, 1], [1, 1, 4]), 1, 16);
    const column = resizeBicubic(tensor([0, 0, 1, 1], [1, 4, 1]), 16, 1);
    expect(column.data).toEqual(row.data);
    expect(column.shape).toEqual([1, 16, 1]);
  });

  // torch 2.13: interpolate(sin(arange(70)).reshape(1, 2, 5, 7), size, mode="bicubic", antialias=True)
  it.each([
    [3, 4, [0.6017579, 0.5863751, -0.7367784, -0.4005361, 0.8236853, -0.3374151], 13.4187984],
    [9, 11, [-0.1155553, 0.3067577, 0.8723, 1.0005549, 0.747901, 0.1968874], 122.26848602],
    [5, 3, [0.5924453, 0.1044049, -0.722958, 0.8090021, -0.4024835, -0.3058725], 14.95002556],
  ])("equals PyTorch's antialiased bicubic at %i×%i", (height, width, first, sum) => {
    const values = Float32Array.from({ length: 70 }, (_, i) => Math.sin(i));
    const result = resizeBicubic(tensor(values, [1, 2, 5, 7]), height, width);
    expect(result.shape).toEqual([1, 2, height, width]);
    first.forEach((value, i) => {
      expect(result.data[i]).toBeCloseTo(value, 6);
    });
    expect(result.data.reduce((total, value) => total + Math.abs(value), 0)).toBeCloseTo(sum, 4);
  });

  it("keeps a flat image flat and an image of the same size unchanged, in memory of its own", () => {
    for (const value of resizeBicubic(full([3, 7, 5], 0.25), 4, 13).data) expect(value).toBeCloseTo(0.25, 6);
    const image = tensor([1, 2, 3, 4], [1, 2, 2]);
    const same = resizeBicubic(image, 2, 2);
    expect(same).toEqual(image);
    expect(same.data).not.toBe(image.data);
  });

  it("refuses what is not an image or a size", () => {
    expect(() => resizeBicubic(zeros([4, 4]), 2, 2)).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => resizeBicubic(zeros([3, 0, 4]), 2, 2)).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => resizeBicubic(zeros([3, 4, 4]), 0, 2)).toThrow(expect.objectContaining({ code: "range" }));
  });
});
