import { openModel } from "@unclip/unclip";
import { expect, test } from "vitest";
import { smallContext, valuesOf } from "../testing/run-node.ts";
import { pcaBasis } from "./pca-basis.ts";

test("is the pack's: mean, components and variances, with the share that the first of them hold", async () => {
  const { context } = await smallContext();
  const [made] = await pcaBasis.execute([{}], context);
  expect(valuesOf(made!.basis.pca.mean)).toEqual([0, 0, 0, 1]);
  expect(made!.basis.pca.components.shape).toEqual([3, 4]);
  expect(valuesOf(made!.basis.pca.eigenvalues)).toEqual([4, 2, 1]);
  expect(made!.basis.space).toEqual({ joint: "small", modality: "image", width: 4 });
  expect(made!.energy).toEqual([4 / 7, 6 / 7, 1].map((share) => expect.closeTo(share, 6)));
});

test("shares are of the variance of the model's embeddings where the pack says it, as the output's words do", async () => {
  const { context } = await smallContext();
  const { manifest } = await openModel(context.host, context.model);
  (manifest.pca as { totalVariance?: number }).totalVariance = 14;
  const [made] = await pcaBasis.execute([{}], context);
  expect(made!.energy).toEqual([4 / 14, 6 / 14, 7 / 14].map((share) => expect.closeTo(share, 6)));
  expect(pcaBasis.outputs.energy.about).toMatch(/^Share of the variance of the model's image embeddings/);
});
