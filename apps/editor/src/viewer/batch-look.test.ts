import { describe as tables } from "@unclip/engine";
import { kinds, nodeTypes } from "@unclip/nodes";
import { expect, test } from "vitest";
import { batchLooks, lookingAt } from "./batch-look.ts";

const vocabulary = tables(nodeTypes, kinds);
const names = (kind: string) => batchLooks(vocabulary, kind).map(({ type }) => type.type);

test("embeddings are compared in pairs and laid on a map; other values have no such nodes", () => {
  expect(names("embedding.image")).toEqual(["similarity", "embedding-map"]);
  expect(names("embedding.text")).toEqual(["similarity", "embedding-map"]);
  expect(names("image")).toEqual([]);
  expect(names("text")).toEqual([]);
});

test("a node that compares this batch with another is not the one", () => {
  const [pairs] = batchLooks(vocabulary, "embedding.text");
  const graph = (b: string) => ({
    unclip: 1 as const,
    title: "T",
    model: "m",
    nodes: { all: { type: "similarity", inputs: { a: "t.embedding", b } } },
  });
  expect(lookingAt(graph("t.embedding"), "t.embedding", pairs!)).toBe("all");
  expect(lookingAt(graph("p.embedding"), "t.embedding", pairs!)).toBeUndefined();
});
