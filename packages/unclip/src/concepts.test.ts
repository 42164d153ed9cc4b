import type { Manifest } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { conceptOf, concepts, nearestConcepts } from "./concepts.ts";
import type { Model } from "./model.ts";

const model = (labels: unknown, spec: object | undefined = { labels: "concepts.json", embeddings: "e" }) =>
  ({
    manifest: { id: "p", concepts: spec } as unknown as Manifest,
    read: async () => new TextEncoder().encode(typeof labels === "string" ? labels : JSON.stringify(labels)),
    tensor: async () => tensor([1, 0, 0, 1, -1, 0], [3, 2]),
  }) as unknown as Model;
const three = ["red apple", "dog", "green apple"];

describe("concepts", () => {
  test.each([
    ["texts", three],
    ["objects with labels", three.map((label) => ({ label, group: "things" }))],
  ])("reads a list of %s", async (_, labels) => {
    const table = await concepts(model(labels));
    expect(table.map(({ label }) => label)).toEqual(three);
    expect([...table[2]!.embedding.data]).toEqual([-1, 0]);
  });

  test.each([
    ["fewer labels than embeddings", ["one"]],
    ["labels that are no texts", [1, 2, 3]],
    ["no list", { a: 1 }],
    ["no JSON", "{"],
  ])("refuses %s", async (_, labels) => {
    await expect(concepts(model(labels))).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringContaining("expected 3"),
    });
  });

  test("a pack without any says so", async () => {
    const none = { manifest: { id: "p" } } as unknown as Model;
    await expect(concepts(none)).rejects.toMatchObject({ code: "model_part_missing" });
  });
});

test("a concept is found in any case; one that is missing is answered with those most like it", async () => {
  const table = await concepts(model(three));
  expect(conceptOf(table, " Dog ").label).toBe("dog");
  expect(() => conceptOf(table, "red appel")).toThrow(
    expect.objectContaining({
      code: "concept_missing",
      message: expect.stringContaining('most like it are "red apple", "green apple"'),
    }),
  );
});

test("nearest concepts come in order of cosine", async () => {
  const table = await concepts(model(three));
  expect(nearestConcepts(table, tensor([0, 5]), 2)).toEqual([
    { label: "dog", cosine: 1 },
    { label: "red apple", cosine: 0 },
  ]);
});
