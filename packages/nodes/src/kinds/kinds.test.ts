import { fit } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full, tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import {
  anything,
  embedding,
  encoding,
  figures,
  image,
  imageEmbedding,
  kinds,
  table,
  textEmbedding,
} from "./kinds.ts";

const host = createMemoryHost();
const space = { joint: "clip", modality: "text", width: 2 } as const;

test("kinds have names of their own", () => {
  expect(new Set(kinds.map((kind) => kind.name)).size).toBe(kinds.length);
});

test("a text embedding may stand for an image embedding, with a remark; not the other way round", () => {
  expect(fit(textEmbedding, imageEmbedding)!.remark).toContain("Figure 8");
  expect(fit(imageEmbedding, textEmbedding)).toBeUndefined();
  expect(fit(imageEmbedding, embedding)).toEqual({ remark: "" });
});

test("anything can be looked at", () => {
  for (const kind of kinds) {
    // Only inputs have these two: outputs have one of the kinds that they accept.
    if (kind !== embedding && kind !== figures && kind !== anything)
      expect(fit(kind, anything), kind.name).toEqual({ remark: "" });
  }
});

test("an image is summarised by an asset to look at and its size", async () => {
  const summary = await image.summarize(full([3, 2, 5], 0), host);
  expect(summary).toMatchObject({
    text: "5×2",
    facts: { width: 5, height: 2 },
    asset: { type: "image/png" },
  });
  expect((await host.images.decode((await host.assets.get(summary.asset!.id))!.bytes)).shape).toEqual([
    3, 2, 5,
  ]);
});

test("an embedding is summarised by its length and space", async () => {
  const summary = await textEmbedding.summarize({ vector: tensor([3, 4]), space }, host);
  expect(summary.text).toContain("‖z‖ = 5.000");
  expect(summary.facts).toEqual({ norm: 5, width: 2, joint: "clip", modality: "text" });
});

test("an encoding says when the end of its caption was not read", async () => {
  const value = {
    embedding: tensor([1, 0]),
    tokens: full([2, 2], 0),
    mask: [true, true],
    caption: "a long one",
    empty: false,
    unknown: [],
    space,
  };
  expect((await encoding.summarize({ ...value, truncated: true, cut: "one" }, host)).text).toContain(
    "the end was not read",
  );
  expect((await encoding.summarize({ ...value, truncated: false, cut: "" }, host)).text).toBe('"a long one"');
});

test("a table is summarised as flat facts", async () => {
  const value = {
    columns: ["x", "y"],
    rows: [
      { label: "a", values: [1, 2] },
      { label: "b", values: [3, 4] },
    ],
  };
  expect((await table.summarize(value, host)).facts).toEqual({
    columns: ["x", "y"],
    rows: ["a", "b"],
    values: [1, 2, 3, 4],
  });
});
