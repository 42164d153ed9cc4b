import { describe, expectedMemory, plan } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { expect, it } from "vitest";
import { kinds, nodeTypes } from "../index.ts";

const vocabulary = describe(nodeTypes, kinds);
const host = createMemoryHost();
/** The beginning of a PNG, which says how large it is. */
const header = (width: number, height: number) => {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return host.assets.put(bytes, "image/png");
};

async function memory(nodes: Parameters<typeof plan>[0]["nodes"]) {
  const graph = { unclip: 1, title: "T", model: "none", nodes } as const;
  const planned = plan(graph, vocabulary, { fingerprint: "f" });
  return expectedMemory(planned, { types: nodeTypes, host, cache: 0 });
}

const megapixels = 2500 * 2500;

it("a sweep of 256 pictures of 2,500 × 2,500 takes its nineteen gigabytes", async () => {
  const picture = { type: "image", params: { asset: await header(2500, 2500) } };
  const repeated = { type: "repeat", params: { times: 256 }, inputs: { value: "picture.image" } };
  const grid = await memory({
    picture,
    repeated,
    sheet: { type: "grid", params: { gap: 0, labels: false }, inputs: { image: "repeated.value" } },
  });
  expect(grid).toMatchObject({ node: "sheet", largest: "1 item of 3 × 40000 × 40000 numbers" });
  expect(grid?.bytes).toBeGreaterThan(256 * 12 * megapixels);
  expect(grid?.bytes).toBeLessThan(256 * 20 * megapixels);
  const compared = await memory({
    picture,
    repeated,
    both: { type: "compare", inputs: { a: "repeated.value", b: "picture.image" } },
  });
  expect(compared).toMatchObject({ node: "both", largest: "256 items of 3 × 2500 × 5000 numbers" });
  const film = await memory({
    picture,
    repeated,
    film: { type: "animate", params: { bounce: true }, inputs: { image: "repeated.value" } },
  });
  expect(film?.bytes).toBeGreaterThan(256 * 24 * megapixels);
});

it("pictures that are handed on count once", async () => {
  const asset = await header(1000, 500);
  const one = 18 * 1000 * 500;
  const through = await memory({
    picture: { type: "image", params: { asset } },
    seen: { type: "preview", inputs: { value: "picture.image" } },
    joined: { type: "join", inputs: { a: "seen.value", b: "picture.image" } },
    saved: { type: "save-image", inputs: { image: "joined.value" } },
  });
  expect(through).toMatchObject({ node: "picture", bytes: one });
  const four = await memory({
    list: { type: "image-list", params: { a: asset, b: asset, c: asset, d: asset } },
    saved: { type: "save-image", inputs: { image: "list.image" } },
  });
  expect(four?.bytes).toBe(4 * one);
});
