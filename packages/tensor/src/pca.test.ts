import { describe, expect, it } from "vitest";
import { unstack } from "./batch.ts";
import { subtract } from "./elementwise.ts";
import { generator } from "./generator.ts";
import { fitPca, type Pca, projectPca, reconstructPca, retainedEnergy } from "./pca.ts";
import { type Tensor, tensor, zeros } from "./tensor.ts";
import { dot, mean } from "./vector.ts";

const WIDTH = 24;

/** Embeddings whose spread falls from coordinate to coordinate. */
function embeddings(count: number): Tensor[] {
  return unstack(generator(3).normal([count, WIDTH])).map(({ data }) =>
    tensor(data.map((value, i) => 1 + value * 0.8 ** i)),
  );
}

/** Mean squared error of the fit set after k components, over its variance. */
function relativeError(pca: Pca, samples: readonly Tensor[], k: number): number {
  let error = 0;
  let variance = 0;
  for (const z of samples) {
    const miss = subtract(z, reconstructPca(pca, projectPca(pca, z, k)));
    const spread = subtract(z, pca.mean);
    error += dot(miss, miss);
    variance += dot(spread, spread);
  }
  return error / variance;
}

describe.each([
  ["more samples than dimensions", 200, WIDTH],
  ["fewer samples than dimensions", 10, 9],
])("PCA of %s (unclip.md §6.22)", (_, count, rank) => {
  const samples = embeddings(count);
  const pca = fitPca(samples);

  it("finds orthonormal components, as many as the samples determine", () => {
    const rows = unstack(pca.components);
    expect(rows).toHaveLength(rank);
    for (const [i, p] of rows.entries()) {
      for (const [j, q] of rows.entries())
        expect(Math.abs(dot(p, q) - (i === j ? 1 : 0))).toBeLessThanOrEqual(1e-6);
    }
  });

  it("loses 1 − Σλ(≤k)/Σλ of the fit set, less with every component, nothing with all", () => {
    let before = Number.POSITIVE_INFINITY;
    for (let k = 0; k <= rank; k++) {
      const error = relativeError(pca, samples, k);
      expect(Math.abs(error - (1 - retainedEnergy(pca, k)))).toBeLessThan(1e-6);
      expect(error).toBeLessThanOrEqual(before);
      before = error;
    }
    expect(relativeError(pca, samples, rank)).toBeLessThan(1e-12);
    expect(retainedEnergy(pca, rank)).toBeCloseTo(1, 6);
  });

  it("reconstructs the mean from no component", () => {
    const z = samples[0]!;
    expect(reconstructPca(pca, projectPca(pca, z, 0))).toEqual(mean(samples));
  });

  it("changes nothing the second time", () => {
    const once = reconstructPca(pca, projectPca(pca, samples[0]!, 5));
    const twice = reconstructPca(pca, projectPca(pca, once, 5));
    once.data.forEach((value, i) => {
      expect(twice.data[i]).toBeCloseTo(value, 5);
    });
  });

  it("with one component fewer drops the last coordinate and keeps the others", () => {
    const all = projectPca(pca, samples[0]!, rank).data;
    expect(projectPca(pca, samples[0]!, rank - 1).data).toEqual(all.slice(0, rank - 1));
    expect(fitPca(samples, 3).components.data).toEqual(pca.components.data.slice(0, 3 * WIDTH));
    expect(fitPca(samples, 3).totalVariance).toBe(pca.totalVariance);
  });
});

it("refuses what does not fit", () => {
  const pca = fitPca(embeddings(4));
  expect(() => fitPca(embeddings(1))).toThrow(expect.objectContaining({ code: "shape" }));
  expect(() => projectPca(pca, zeros([5]), 2)).toThrow(expect.objectContaining({ code: "shape" }));
  expect(() => projectPca(pca, zeros([WIDTH]), 4)).toThrow("This basis has 3 components; asked for 4.");
  expect(() => reconstructPca(pca, zeros([4]))).toThrow(expect.objectContaining({ code: "range" }));
});
