import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { slerp } from "./slerp.ts";

const context = {} as NodeContext<Host>;
const at = (values: number[], joint = "clip", modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint, modality, width: values.length },
});

test("turns from A to B and stays in A's space", async () => {
  const [a, b] = [at([1, 0, 0]), at([0, 1, 0], "clip", "text")];
  const items = [0, 0.25, 1].map((theta) => ({ a, b, theta, norm: "interpolate" as const }));
  const [start, quarter, end] = await slerp.execute(items, context);
  expect([...start!.embedding.vector.data]).toEqual([1, 0, 0]);
  expect(quarter!.embedding.vector.data[0]).toBeCloseTo(0.92387953, 6);
  expect(quarter!.embedding.vector.data[1]).toBeCloseTo(0.38268343, 6);
  expect([...end!.embedding.vector.data]).toEqual([0, 1, 0]);
  expect(end!.embedding.space).toEqual(a.space);
});

test("the norm rule decides the length", async () => {
  const [a, b] = [at([2, 0]), at([0, 4])];
  const lengths = await Promise.all(
    (["interpolate", "keep-a", "unit"] as const).map(async (norm) => {
      const [result] = await slerp.execute([{ a, b, theta: 0.5, norm }], context);
      return Math.hypot(...result!.embedding.vector.data);
    }),
  );
  for (const [i, length] of [3, 2, 1].entries()) expect(lengths[i]).toBeCloseTo(length, 5);
});

test("embeddings of two joint spaces have no way between them", async () => {
  const run = slerp.execute([{ a: at([1, 0]), b: at([0, 1], "other"), theta: 0.5, norm: "unit" }], context);
  await expect(run).rejects.toMatchObject({
    code: "space_mismatch",
    message: expect.stringContaining('"other"'),
  });
});
