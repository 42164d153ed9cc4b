import { retainedEnergy, tensor } from "@unclip/tensor";
import { describe, expect, it } from "vitest";
import type { Model } from "./model.ts";
import { packPca } from "./pack-pca.ts";

const tensors: Readonly<Record<string, ReturnType<typeof tensor>>> = {
  mean: tensor([0, 0, 0]),
  basis: tensor([1, 0, 0, 0, 1, 0], [2, 3]),
  variances: tensor([4, 2]),
  crooked: tensor([1, 0, 0, 1, 1, 0], [2, 3]),
};
const modelWith = (pca: object | undefined) =>
  ({
    manifest: { id: "p", ...(pca ? { pca } : {}) },
    tensor: async (name: string) => tensors[name],
  }) as unknown as Model;
const spec = { mean: "mean", basis: "basis", eigenvalues: "variances", count: 2 };

describe("packPca", () => {
  it("has shares of the variance in all directions where the pack says how much that is", async () => {
    const pca = await packPca(modelWith({ ...spec, totalVariance: 8 }));
    expect([1, 2].map((k) => retainedEnergy(pca, k))).toEqual([0.5, 0.75]);
  });

  it("has shares of what its components hold where it does not", async () => {
    const pca = await packPca(modelWith(spec));
    expect(retainedEnergy(pca, 1)).toBeCloseTo(2 / 3, 12);
    expect(retainedEnergy(pca, 2)).toBe(1);
  });

  it.each([
    ["components that hold more than there is", { ...spec, totalVariance: 5 }, "model_invalid"],
    ["components that are not orthonormal", { ...spec, basis: "crooked" }, "model_invalid"],
    ["a pack without components", undefined, "model_part_missing"],
  ])("refuses %s", async (_, pca, code) => {
    await expect(packPca(modelWith(pca))).rejects.toMatchObject({ code });
  });
});
