/** add, subtract, scale, normalize, lerp, mean: what they compute, and that they keep spaces apart. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { add } from "./add.ts";
import { lerp } from "./lerp.ts";
import { mean } from "./mean.ts";
import { normalize } from "./normalize.ts";
import { scale } from "./scale.ts";
import { subtract } from "./subtract.ts";

const context = {} as NodeContext<Host>;
const at = (values: number[], joint = "clip", modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint, modality, width: values.length },
});
const [a, b, stranger] = [at([3, 4]), at([1, -2], "clip", "text"), at([1, 1], "other")];

describe.each([
  ["add", () => add.execute([{ a, b }], context), [4, 2]],
  ["subtract", () => subtract.execute([{ a, b }], context), [2, 6]],
  ["scale", () => scale.execute([{ a, k: -2 }], context), [-6, -8]],
  ["normalize", () => normalize.execute([{ a, length: 10 }], context), [6, 8]],
  ["lerp", () => lerp.execute([{ a, b, theta: 1.5 }], context), [0, -5]],
] as const)("%s", (_, run, expected) => {
  test("computes each item, in the space of A", async () => {
    const [result] = await run();
    for (const [i, value] of result!.embedding.vector.data.entries())
      expect(value).toBeCloseTo(expected[i]!, 5);
    expect(result!.embedding.space).toEqual(a.space);
  });
});

test("mean is one embedding of a batch", async () => {
  const { embedding } = await mean.execute({ embedding: { items: [a, b, at([2, 1])] } }, context);
  expect(embedding.items.map(({ vector }) => [...vector.data])).toEqual([[2, 1]]);
});

test.each([
  ["add", () => add.execute([{ a, b: stranger }], context)],
  ["subtract", () => subtract.execute([{ a, b: stranger }], context)],
  ["lerp", () => lerp.execute([{ a, b: stranger, theta: 0.5 }], context)],
  ["mean", () => mean.execute({ embedding: { items: [a, stranger] } }, context)],
] as const)("%s refuses embeddings of two joint spaces", async (_, run) => {
  await expect(run()).rejects.toMatchObject({ code: "space_mismatch" });
});

test("a zero vector has no direction to keep", async () => {
  await expect(normalize.execute([{ a: at([0, 0]), length: 1 }], context)).rejects.toMatchObject({
    code: "zero-vector",
  });
});
