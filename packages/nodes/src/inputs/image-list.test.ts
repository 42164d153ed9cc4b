import { check, describe, type NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { kinds, nodeTypes } from "../index.ts";
import { imageList } from "./image-list.ts";

const host = createMemoryHost();
const context = { host, signal: new AbortController().signal } as NodeContext<typeof host>;
const none = { a: "", b: "", c: "", d: "" };

test("is a batch of the pictures that were chosen, in the order of their places", async () => {
  const store = async (value: number) =>
    host.assets.put(await host.images.encode(full([3, 2, 4], value), "image/png"), "image/png");
  const [white, black] = [await store(1), await store(-1)];
  const { image } = await imageList.execute({ ...none, a: white, d: black, b: white }, context);
  expect(image.items).toEqual([full([3, 2, 4], 1), full([3, 2, 4], 1), full([3, 2, 4], -1)]);
});

test("a graph may name fewer than four pictures", () => {
  const nodes = {
    list: { type: "image-list", params: { b: "a".repeat(64) } },
    all: { type: "preview", inputs: { value: "list.image" } },
  };
  const graph = { unclip: 1, title: "t", model: "emoji", nodes } as const;
  expect(check(graph, describe(nodeTypes, kinds))).toEqual([]);
});

test("without a picture it says what to do", async () => {
  await expect(imageList.execute(none, context)).rejects.toMatchObject({ code: "asset_missing" });
});
