/** pca-fit, pca-project and pca-reconstruct on a basis that was fitted: the ladder of the paper's Figure 7. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { cosine, generator, norm, subtract, tensor, unstack } from "@unclip/tensor";
import { expect, test } from "vitest";
import type { Basis, Embedding } from "../kinds/values.ts";
import { pcaFit } from "./pca-fit.ts";
import { pcaProject } from "./pca-project.ts";
import { pcaReconstruct } from "./pca-reconstruct.ts";

// A connected basis needs no model.
const context = {} as NodeContext<Host>;
const space = { joint: "clip", modality: "image", width: 6 } as const;
const embeddings: Embedding[] = unstack(generator(1).normal([40, 6])).map(({ data }) => ({
  vector: tensor(Array.from(data, (x, i) => 1 + x * (6 - i))),
  space,
}));

async function fit(items: readonly Embedding[], dims: number | "all" = "all") {
  const { basis, energy } = await pcaFit.execute({ embedding: { items }, dims }, context);
  return { basis: basis.items[0]!, energy: energy.items[0]! };
}

async function climb(basis: Basis, items: readonly Embedding[], dims: readonly number[], rest = {}) {
  return pcaReconstruct.execute(
    { embedding: { items }, basis: { items: [basis] }, dims, norm: "computed", ...rest },
    context,
  );
}

test("a fit keeps as many components as it is told and says what share of the variance they hold", async () => {
  const all = await fit(embeddings);
  expect(all.energy).toHaveLength(6);
  expect(all.energy).toEqual([...all.energy].sort((a, b) => a - b));
  expect(all.energy[5]).toBeCloseTo(1, 6);
  const two = await fit(embeddings, 2);
  expect(two.energy).toEqual(all.energy.slice(0, 2));
  await expect(fit(embeddings.slice(0, 1))).rejects.toMatchObject({ code: "embeddings_few" });
});

test("each rung is closer to the embedding than the one before, the last is the embedding", async () => {
  const { basis, energy } = await fit(embeddings);
  const [z] = embeddings as [Embedding];
  const ladder = await climb(basis, [z], [0, 1, 2, 4, 6]);
  expect(ladder.embedding.labels).toEqual(["k = 0", "k = 1", "k = 2", "k = 4", "k = 6"]);
  expect(ladder.energy.items).toEqual([0, energy[0], energy[1], energy[3], energy[5]]);
  const errors = ladder.embedding.items.map(({ vector }) => norm(subtract(vector, z.vector)));
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
  expect(errors.at(-1)).toBeLessThan(1e-5);
  expect(ladder.embedding.items[0]!.vector).toEqual(basis.pca.mean);
  for (const [i, { vector }] of ladder.embedding.items.entries())
    expect(ladder.cosine.items[i]).toBeCloseTo(cosine(vector, z.vector), 6);
  expect(ladder.table.items[0]!.rows[2]).toEqual({
    label: "k = 2",
    values: [energy[1], ladder.cosine.items[2]],
  });
});

test("rungs beyond the basis are its last one, once; several embeddings climb one after the other", async () => {
  const { basis } = await fit(embeddings, 3);
  const ladder = await climb(basis, embeddings.slice(0, 2), [2, 3, 20, 320]);
  expect(ladder.dims.items).toEqual([2, 3, 2, 3]);
  expect(ladder.embedding.labels).toEqual(["k = 2, z1", "k = 3, z1", "k = 2, z2", "k = 3, z2"]);
});

test("the norm rule decides the length of a rung", async () => {
  const { basis } = await fit(embeddings);
  const [z] = embeddings as [Embedding];
  const length = async (rule: string) =>
    norm((await climb(basis, [z], [2], { norm: rule })).embedding.items[0]!.vector);
  expect(await length("keep")).toBeCloseTo(norm(z.vector), 5);
  expect(await length("unit")).toBeCloseTo(1, 6);
  expect(await length("computed")).toBeLessThan(norm(z.vector));
});

test("coordinates are those along the components; another space has none", async () => {
  const { basis } = await fit(embeddings);
  const [z] = embeddings as [Embedding];
  const [all, two] = await pcaProject.execute(
    [
      { embedding: z, basis, dims: "all" },
      { embedding: z, basis, dims: 2 },
    ],
    context,
  );
  expect(all!.coordinates).toHaveLength(6);
  expect(two!.coordinates).toEqual(all!.coordinates.slice(0, 2));
  const stranger = { ...z, space: { ...space, joint: "other" } };
  await expect(
    pcaProject.execute([{ embedding: stranger, basis, dims: "all" }], context),
  ).rejects.toMatchObject({
    code: "space_mismatch",
  });
  await expect(climb(basis, [stranger], [1])).rejects.toMatchObject({ code: "space_mismatch" });
});

test.each([[[]], [[1, -1]], [[2.5]]])("a ladder of %j is refused", async (dims) => {
  const { basis } = await fit(embeddings);
  await expect(climb(basis, embeddings.slice(0, 1), dims)).rejects.toMatchObject({ code: "dims_range" });
});
