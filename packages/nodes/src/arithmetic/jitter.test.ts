import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { cosine, generator, norm, tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { jitter } from "./jitter.ts";

const context = {} as NodeContext<Host>;
const embedding = {
  vector: generator(3).normal([64]),
  space: { joint: "clip", modality: "image" as const, width: 64 },
};
const turned = async (angle: number, seed: number) => {
  const [result] = await jitter.execute([{ embedding, angle, seed }], context);
  return result!.embedding.vector;
};

test.each([1, 15, 90, 180])("turns by %d° and keeps the length", async (angle) => {
  const vector = await turned(angle, 7);
  expect(cosine(vector, embedding.vector)).toBeCloseTo(Math.cos((angle * Math.PI) / 180), 5);
  expect(norm(vector)).toBeCloseTo(norm(embedding.vector), 4);
});

test("the seed decides the direction", async () => {
  expect(await turned(30, 1)).toEqual(await turned(30, 1));
  expect(cosine(await turned(90, 1), await turned(90, 2))).toBeLessThan(0.5);
});

test("by 0° it is the same embedding, bit for bit", async () => {
  expect(await turned(0, 1)).toEqual(embedding.vector);
});

test("a vector of zeros has no direction to turn from", async () => {
  const zero = { ...embedding, vector: tensor([0, 0]) };
  await expect(jitter.execute([{ embedding: zero, angle: 10, seed: 0 }], context)).rejects.toMatchObject({
    code: "zero-vector",
  });
});
