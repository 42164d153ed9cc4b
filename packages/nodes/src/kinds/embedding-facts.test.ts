import { tensor } from "@unclip/tensor";
import type { Model } from "@unclip/unclip";
import { expect, test } from "vitest";
import { embeddingFacts } from "./embedding-facts.ts";
import { spaceOf } from "./spaces.ts";

const tensors: Readonly<Record<string, ReturnType<typeof tensor>>> = {
  e: tensor([2, 0, 0, 1, -1, 0], [3, 2]),
  mean: tensor([0, 0]),
  basis: tensor([1, 0, 0, 1], [2, 2]),
  variances: tensor([4, 0.25]),
};
const model = {
  manifest: {
    id: "p",
    embedding: { joint: "clip", width: 2, unitNorm: true },
    concepts: { labels: "concepts.json", embeddings: "e" },
    pca: { mean: "mean", basis: "basis", eigenvalues: "variances" },
  },
  read: async () => new TextEncoder().encode(JSON.stringify(["right", "up", "left"])),
  tensor: async (name: string) => tensors[name],
} as unknown as Model;

test("names the nearest concepts with cosines, and what stands out in standard deviations", async () => {
  const facts = await embeddingFacts({ vector: tensor([3, 1]), space: spaceOf(model, "image") });
  expect(facts.nearest).toEqual(["right", "up", "left"]);
  expect(facts.cosines![0]).toBeCloseTo(3 / Math.sqrt(10), 3);
  expect(facts.components).toEqual([2, 1]);
  expect(facts.deviations).toEqual([2, 1.5]);
});

test("texts have no place among the components of images, and a space of unknown origin has no facts", async () => {
  const text = await embeddingFacts({ vector: tensor([0, 1]), space: spaceOf(model, "text") });
  expect(text.nearest![0]).toBe("up");
  expect(text.components).toBeUndefined();
  const stranger = { joint: "clip", modality: "image", width: 2 } as const;
  expect(await embeddingFacts({ vector: tensor([0, 1]), space: stranger })).toEqual({});
});
