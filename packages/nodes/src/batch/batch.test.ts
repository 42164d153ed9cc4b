/** join, pick, repeat: items and their labels. */
import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { full, tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { join } from "./join.ts";
import { pick } from "./pick.ts";
import { repeat } from "./repeat.ts";

const context = {} as NodeContext<Host>;
const none = { c: undefined, d: undefined };
const at = (values: number[], modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint: "clip", modality, width: values.length },
});

describe("join", () => {
  test("puts items and labels behind each other", async () => {
    const a = { items: ["x"], labels: ["1"] };
    const { value } = await join.execute(
      { a, b: { items: ["y", "z"], labels: ["2", "3"] }, ...none },
      context,
    );
    expect(value).toEqual({ items: ["x", "y", "z"], labels: ["1", "2", "3"] });
  });

  test("has labels only where all have them", async () => {
    const { value } = await join.execute(
      { a: { items: [1], labels: ["1"] }, b: { items: [2] }, c: { items: [3] }, d: undefined },
      context,
    );
    expect(value).toEqual({ items: [1, 2, 3] });
  });

  test.each([
    ["a text and a number", "x", 1],
    ["a picture and an embedding", full([3, 1, 1], 0), at([1])],
    ["embeddings of texts and of images", at([1], "text"), at([1], "image")],
    ["embeddings of two spaces", at([1]), { ...at([1]), space: { ...at([1]).space, joint: "other" } }],
    ["noises of two spaces", { sample: tensor([1]), joint: "clip" }, { sample: tensor([1]), joint: "other" }],
    ["a text and a list of texts", "x", ["x"]],
  ])("refuses %s", async (_, first, second) => {
    const run = join.execute({ a: { items: [first] }, b: { items: [second] }, ...none }, context);
    await expect(run).rejects.toMatchObject({ code: "kind_mismatch" });
  });
});

describe("pick", () => {
  const value = { items: ["a", "b", "c", "d"], labels: ["1", "2", "3", "4"] };

  test.each([
    [0, 1, ["a"], ["1"]],
    [1, 2, ["b", "c"], ["2", "3"]],
    [-1, 1, ["d"], ["4"]],
    [-3, 3, ["b", "c", "d"], ["2", "3", "4"]],
  ])("from %i, %i items", async (first, count, items, labels) => {
    expect((await pick.execute({ value, first, count }, context)).value).toEqual({ items, labels });
  });

  test.each([
    [4, 1],
    [3, 2],
    [-5, 1],
    [-1, 2],
  ])("from %i, %i items is outside", async (first, count) => {
    await expect(pick.execute({ value, first, count }, context)).rejects.toMatchObject({
      code: "item_missing",
    });
  });
});

test("repeat puts each item next to itself", async () => {
  const { value } = await repeat.execute({ value: { items: [1, 2], labels: ["a", "b"] }, times: 2 }, context);
  expect(value).toEqual({ items: [1, 1, 2, 2], labels: ["a", "a", "b", "b"] });
});
