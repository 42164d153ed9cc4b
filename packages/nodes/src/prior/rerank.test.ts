import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { runGraph } from "../testing/run-graph.ts";
import { rerank } from "./rerank.ts";

const at = (values: number[], modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint: "clip", modality, width: values.length },
});
const [right, up] = [at([1, 0], "text"), at([0, 1], "text")];

async function ranked(items: Embedding[], text: Embedding[], keep: number, labels?: string[]) {
  const remarks: string[] = [];
  const context = { remark: (said: string) => void remarks.push(said) } as unknown as NodeContext<Host>;
  const batch = { items: text, ...(labels ? { labels } : {}) };
  return { ...(await rerank.execute({ embedding: { items }, text: batch, keep }, context)), remarks };
}

test("keeps the largest dot products of one caption, the first of equals first", async () => {
  const items = [at([1, 0]), at([0, 2]), at([0, 1]), at([5, 2])];
  const { embedding, dots, remarks } = await ranked(items, [up], 3);
  expect(dots).toEqual({ items: [[0, 2, 1, 2]] });
  expect(embedding.items).toEqual([items[1], items[3], items[2]]);
  expect(embedding.labels).toEqual(["candidate 2: 2.000", "candidate 4: 2.000", "candidate 3: 1.000"]);
  expect(remarks).toEqual([]);
});

test("captions with as many consecutive candidates each keep the best of their own", async () => {
  const items = [at([1, 9]), at([3, 0]), at([9, 1]), at([0, 4])];
  const { embedding, dots } = await ranked(items, [right, up], 1, ["right", "up"]);
  expect(dots).toEqual({
    items: [
      [1, 3],
      [1, 4],
    ],
    labels: ["right", "up"],
  });
  expect(embedding.items).toEqual([items[1], items[3]]);
  expect(embedding.labels).toEqual(["right, candidate 2: 3.000", "up, candidate 2: 4.000"]);
});

test("captions that come with their candidates are paired, and equal ones are one group", async () => {
  const items = [at([1, 9]), at([9, 1]), at([3, 0]), at([0, 4])];
  const { embedding, dots } = await ranked(items, [right, up, at([1, 0], "text"), up], 1);
  expect(dots.items).toEqual([
    [1, 3],
    [1, 4],
  ]);
  expect(embedding.items).toEqual([items[2], items[3]]);
  const all = await ranked(items, [right, up, right, up], 9);
  expect(all.embedding.items).toEqual([items[2], items[0], items[3], items[1]]);
});

test("a caption with one candidate has nothing to rank, which is said", async () => {
  const items = [at([1, 9]), at([9, 1])];
  const { embedding, remarks } = await ranked(items, [right, up], 1);
  expect(embedding.items).toEqual(items);
  expect(remarks).toHaveLength(1);
});

test.each([
  [3, 2],
  [1, 2],
  [2, 4],
])("refuses %i candidates for %i captions, with both numbers", async (candidates, captions) => {
  const texts = Array.from({ length: captions }, () => up);
  const run = ranked(
    Array.from({ length: candidates }, () => at([1, 0])),
    texts,
    1,
  );
  await expect(run).rejects.toMatchObject({
    code: "batch_mismatch",
    message: expect.stringContaining(`${candidates} candidates for ${captions} captions`),
  });
});

test("in a graph: a prior's candidates of two captions give the one that the prior keeps of each", async () => {
  const result = await runGraph({
    captions: { type: "text-list", params: { lines: ["red", "blue"] } },
    encode: { type: "clip-text-encode", inputs: { text: "captions.text" } },
    prior: { type: "diffusion-prior", params: { candidates: 5, steps: 2 }, inputs: { text: "encode.text" } },
    rerank: {
      type: "rerank",
      inputs: { embedding: "prior.candidates", text: "encode.embedding" },
    },
    same: { type: "similarity", inputs: { a: "rerank.embedding", b: "prior.embedding" } },
  });
  const { values } = result.get("same")!.outputs.table!.items[0]!.facts!;
  const [first, , , last] = values as readonly number[];
  expect(first).toBeCloseTo(1, 6);
  expect(last).toBeCloseTo(1, 6);
});
