import { describe, expect, it } from "vitest";
import { unstack } from "./batch.ts";
import { subtract } from "./elementwise.ts";
import { generator } from "./generator.ts";
import { fitPca, projectPca, reconstructPca } from "./pca.ts";
import { tableQuantizer, uniformQuantizer } from "./quantize.ts";
import { tensor, zeros } from "./tensor.ts";
import { norm } from "./vector.ts";

describe("uniformQuantizer, [−3, 3] in 1024 (unclip.md §6.23)", () => {
  const quantizer = uniformQuantizer(-3, 3, 1024);

  it("has known codes, and clamps", () => {
    expect([...quantizer.quantize(tensor([-3, 0, 3, -9, 9, Number.POSITIVE_INFINITY]))]).toEqual([
      0, 512, 1023, 0, 1023, 1023,
    ]);
  });

  it("misses by half a bucket at most, by w/√12 on average", () => {
    const values = tensor(Float32Array.from({ length: 60_001 }, (_, i) => -3 + i / 10_000));
    const miss = subtract(quantizer.dequantize(quantizer.quantize(values)), values);
    for (const value of miss.data)
      if (Math.abs(value) > 0.0029296875 + 3e-7) expect.fail(`missed by ${value}`);
    expect(norm(miss) / Math.sqrt(miss.data.length)).toBeCloseTo(0.0016915, 6);
  });

  it("gives back every code", () => {
    const codes = Int32Array.from({ length: 1024 }, (_, i) => i);
    expect(quantizer.quantize(quantizer.dequantize(codes))).toEqual(codes);
  });

  it.each([
    ["few", { samples: 40, width: 16, kept: 10, buckets: 64 }],
    ["the paper's 319 of 1,024 buckets", { samples: 340, width: 330, kept: 319, buckets: 1024 }],
  ])("through PCA and back adds at most √k·w/2 to the error of PCA: %s", (_, size) => {
    const samples = unstack(generator(9).normal([size.samples, size.width]));
    const pca = fitPca(samples, size.kept);
    const fine = uniformQuantizer(-8, 8, size.buckets);
    const bound = (Math.sqrt(size.kept) * (16 / size.buckets)) / 2;
    for (const z of samples) {
      const coordinates = projectPca(pca, z, size.kept);
      const plain = norm(subtract(reconstructPca(pca, coordinates), z));
      const coded = norm(subtract(reconstructPca(pca, fine.dequantize(fine.quantize(coordinates))), z));
      expect(coded).toBeLessThanOrEqual(plain + bound + 1e-5);
    }
  });

  it("refuses bad bounds, codes and NaN", () => {
    for (const broken of [
      () => uniformQuantizer(1, 1, 4),
      () => uniformQuantizer(0, 1, 0),
      () => quantizer.dequantize([1024]),
      () => quantizer.dequantize([0.5]),
      () => quantizer.quantize(tensor([Number.NaN])),
    ]) {
      expect(broken).toThrow(expect.objectContaining({ code: "range" }));
    }
  });
});

describe("tableQuantizer", () => {
  const quantizer = tableQuantizer(tensor([0, 1, 10, -1, 0, 1], [2, 3]), tensor([0.5, 4, -0.3, 0.3], [2, 2]));

  it("has buckets of its own in each dimension", () => {
    expect([...quantizer.quantize(tensor([1, -0.5]))]).toEqual([1, 0]);
    expect([...quantizer.quantize(tensor([-5, 5]))]).toEqual([0, 1]);
    expect([...quantizer.quantize(tensor([0.99]))]).toEqual([0]);
    expect(quantizer.dequantize([1, 0])).toEqual(tensor([4, -0.3]));
  });

  it("agrees with the uniform one on equal edges", () => {
    const edges = tensor(
      Float32Array.from({ length: 9 }, (_, i) => -2 + i / 2),
      [1, 9],
    );
    const table = tableQuantizer(
      edges,
      tensor(
        Float32Array.from({ length: 8 }, (_, i) => -1.75 + i / 2),
        [1, 8],
      ),
    );
    const uniform = uniformQuantizer(-2, 2, 8);
    for (const value of [-3, -2, -1.5, -0.1, 0, 0.49, 0.5, 1.99, 2, 3].map((v) => tensor([v]))) {
      expect(table.quantize(value)).toEqual(uniform.quantize(value));
      expect(table.dequantize(table.quantize(value))).toEqual(uniform.dequantize(uniform.quantize(value)));
    }
  });

  it("refuses tables and vectors that do not fit", () => {
    expect(() => tableQuantizer(zeros([2, 2]), zeros([2, 2]))).toThrow(
      expect.objectContaining({ code: "shape" }),
    );
    expect(() => quantizer.quantize(zeros([3]))).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => quantizer.dequantize([0, 0, 0])).toThrow(expect.objectContaining({ code: "shape" }));
  });
});
