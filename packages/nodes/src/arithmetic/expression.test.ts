import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { expression } from "./expression.ts";

const context = {} as NodeContext<Host>;
const at = (values: number[], joint = "clip", modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint, modality, width: values.length },
});
const given = {
  a: at([3, 0]),
  b: at([0, 1], "clip", "text"),
  c: undefined,
  d: undefined,
  e: undefined,
  f: undefined,
  t: 0.5,
  norm: "computed" as const,
};
const run = async (overrides: object) => {
  const [result] = await expression.execute([{ ...given, expression: "a", ...overrides }], context);
  return result!.embedding;
};

test("computes item by item, in the space of A", async () => {
  const results = await expression.execute(
    [0, 2].map((t) => ({ ...given, expression: "a + t × b", t })),
    context,
  );
  expect(results.map(({ embedding }) => [...embedding.vector.data])).toEqual([
    [3, 0],
    [3, 2],
  ]);
  expect(results[1]!.embedding.space).toEqual(given.a.space);
});

test.each([
  ["computed", 5],
  ["keep-a", 3],
  ["unit", 1],
] as const)("norm %s", async (norm, length) => {
  const { vector } = await run({ expression: "a + 4 × b", norm });
  expect(Math.hypot(...vector.data)).toBeCloseTo(length, 6);
});

test("a number is no embedding", async () => {
  await expect(run({ expression: "2 × t" })).rejects.toMatchObject({
    code: "expression_value",
    message: expect.stringContaining("the number 1"),
  });
});

test("a name that nothing is connected to is named", async () => {
  await expect(run({ expression: "a - c" })).rejects.toMatchObject({
    code: "expression_value",
    message: expect.stringContaining('Connect "c"'),
  });
});

test("embeddings of two spaces are refused", async () => {
  await expect(run({ b: at([0, 1], "other") })).rejects.toMatchObject({ code: "space_mismatch" });
});

test("a zero vector has no length to give", async () => {
  await expect(run({ expression: "a - a", norm: "unit" })).rejects.toMatchObject({ code: "zero-vector" });
});
