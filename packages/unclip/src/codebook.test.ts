import type { Manifest } from "@unclip/host";
import {
  fitPca,
  generator,
  norm,
  projectPca,
  reconstructPca,
  subtract,
  tensor,
  unstack,
} from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { packCodebook, uniformCodebook } from "./codebook.ts";
import type { Model } from "./model.ts";

const samples = unstack(generator(1).normal([200, 6]));
const pca = fitPca(samples);
const rms = (values: readonly number[]) => Math.hypot(...values) / Math.sqrt(values.length);

describe("uniformCodebook", () => {
  test("what it reads back is within half a bucket along each component", () => {
    const { encode, decode } = uniformCodebook(pca, 6, 1024);
    const largest = Math.sqrt(pca.eigenvalues.data[0]!);
    const inside = samples.filter((z) => encode(z).every((code) => code > 0 && code < 1023));
    expect(inside.length).toBeGreaterThan(150);
    for (const z of inside) {
      expect(norm(subtract(decode(encode(z)), z))).toBeLessThan(Math.sqrt(6) * (3 / 1024) * largest + 1e-6);
    }
  });

  test("loses no more than the components that are left out and half a bucket along each that is kept", () => {
    const length = 4;
    const { encode, decode } = uniformCodebook(pca, length, 64);
    const largest = Math.sqrt(pca.eigenvalues.data[0]!);
    for (const z of samples.filter((one) => encode(one).every((code) => code > 0 && code < 63))) {
      const left = norm(subtract(reconstructPca(pca, projectPca(pca, z, length)), z));
      const lost = norm(subtract(decode(encode(z)), z));
      expect(lost).toBeLessThanOrEqual(left + Math.sqrt(length) * (3 / 64) * largest + 1e-6);
      expect(lost).toBeGreaterThanOrEqual(left - 1e-6);
    }
  });

  test("codes of what it reads back are the same codes", () => {
    const { encode, decode } = uniformCodebook(pca, 4, 16);
    for (const z of samples.slice(0, 20)) expect(encode(decode(encode(z)))).toEqual(encode(z));
  });

  test("more buckets lose less", () => {
    const loss = (buckets: number) => {
      const { encode, decode } = uniformCodebook(pca, 6, buckets);
      return rms(samples.map((z) => norm(subtract(decode(encode(z)), z))));
    };
    expect(loss(8)).toBeLessThan(loss(4));
    expect(loss(64)).toBeLessThan(loss(8) / 4);
  });

  test("an embedding of another width, and codes out of range, are refused", () => {
    const book = uniformCodebook(pca, 6, 8);
    expect(() => book.encode(tensor([1, 2]))).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() => book.decode([8, 0, 0, 0, 0, 0])).toThrow(expect.objectContaining({ code: "range" }));
  });
});

describe("packCodebook", () => {
  const model = (quantizer: object | undefined) =>
    ({
      manifest: { id: "p", quantizer } as unknown as Manifest,
      tensor: async (reference: string) =>
        ({
          mean: tensor([1, 0, 0]),
          basis: tensor([0, 1, 0, 0, 0, 1], [2, 3]),
          edges: tensor([-1, 0, 1, -10, 0, 10], [2, 3]),
          values: tensor([-2, -0.5, 0.5, 2, -20, -5, 5, 20], [2, 4]),
        })[reference]!,
    }) as unknown as Model;
  const spec = { mean: "mean", basis: "basis", edges: "edges", values: "values", count: 2, buckets: 4 };

  test("takes the pack's edges and values, open at both ends", async () => {
    const book = await packCodebook(model(spec));
    expect(book.encode(tensor([7, 0.3, 1e30]))).toEqual([2, 3]);
    expect(book.encode(tensor([7, -1e30, -3]))).toEqual([0, 1]);
    expect([...book.decode([2, 3]).data]).toEqual([1, 0.5, 20]);
  });

  test("codes that are left out stand for the mean", async () => {
    expect([...(await packCodebook(model(spec))).decode([3]).data]).toEqual([1, 2, 0]);
  });

  test("a pack without one says so", async () => {
    await expect(packCodebook(model(undefined))).rejects.toMatchObject({ code: "model_part_missing" });
  });
});
