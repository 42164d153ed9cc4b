import type { NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full, tensor } from "@unclip/tensor";
import { expect, test } from "vitest";
import { plot } from "../kinds/kinds.ts";
import type { Embedding } from "../kinds/values.ts";
import { embeddingMap } from "./embedding-map.ts";

const host = createMemoryHost();
const at = (values: number[], modality: "image" | "text" = "image"): Embedding => ({
  vector: tensor(values),
  space: { joint: "clip", modality, width: values.length },
});
const map = async (given: object, align = false) => {
  return (await both(given, align)).plot.items[0]!;
};
const both = (given: object, align = false) => {
  const all = { b: undefined, image: undefined, names: [], x: 0, y: 0, align, ...given };
  return embeddingMap.execute(all as never, { host } as NodeContext<typeof host>);
};
const square = [
  [3, 1, 0],
  [3, -1, 0],
  [-3, 1, 0],
  [-3, -1, 0],
].map((values) => at(values));

test("puts embeddings on the directions along which they differ most", async () => {
  const { series, x, y } = await map({ a: { items: square, labels: ["p", "q", "r", "s"] } });
  expect(series[0]!.x.map((value) => Math.round(value))).toEqual([3, 3, -3, -3]);
  expect(series[0]!.y.map((value) => Math.round(value))).toEqual([1, -1, 1, -1]);
  expect(series[0]!.labels).toEqual(["p", "q", "r", "s"]);
  expect([x, y]).toEqual(["PC 1 (90 %)", "PC 2 (10 %)"]);
  expect((await map({ a: { items: square }, names: ["mine"] })).series[0]!.name).toBe("mine");
});

test("two groups lie in one map; aligned, the gap between them is gone", async () => {
  const texts = square.map(({ vector }) => at([vector.data[0]!, vector.data[1]!, 50], "text"));
  const apart = await map({ a: { items: square }, b: { items: texts } });
  expect(Math.abs(apart.series[0]!.x[0]! - apart.series[1]!.x[0]!)).toBeCloseTo(50, 3);
  const together = await map({ a: { items: square }, b: { items: texts } }, true);
  expect(together.series[1]!.x).toEqual(together.series[0]!.x);
});

test("pictures are stored and told of, one for each point of A", async () => {
  const pictures = square.map((_, i) => full([3, 2, 2], i / 4));
  const made = await map({ a: { items: square }, b: { items: square.slice(1) }, image: { items: pictures } });
  const { facts } = await plot.summarize(made, host);
  expect(facts!.lengths).toEqual([4, 3]);
  const stored = facts!.pictures as string[];
  expect(new Set(stored.slice(0, 4)).size).toBe(4);
  expect(await host.assets.get(stored[0]!)).toBeDefined();
  expect(stored.slice(4)).toEqual(["", "", ""]);
});

test("embeddings on a line, or all equal, give numbers and no NaN", async () => {
  const line = await map({ a: { items: [1, 2, 3].map((k) => at([k, 0])) } });
  expect(line.series[0]!.y.every((value) => Math.abs(value) < 1e-6)).toBe(true);
  const same = await map({ a: { items: [at([1, 2]), at([1, 2]), at([1, 2])] } });
  expect([...same.series[0]!.x, ...same.series[0]!.y]).toEqual(new Array(6).fill(0));
});

test("refuses two points, two spaces, and pictures that are too few", async () => {
  await expect(map({ a: { items: square.slice(2) } })).rejects.toMatchObject({ code: "map_short" });
  const other = { ...square[0]!, space: { ...square[0]!.space, joint: "other" } };
  await expect(map({ a: { items: square }, b: { items: [other] } })).rejects.toMatchObject({
    code: "space_mismatch",
  });
  await expect(map({ a: { items: square }, image: { items: [full([3, 1, 1], 0)] } })).rejects.toMatchObject({
    code: "batch_mismatch",
  });
});

test("the embedding at the mark is a point's own on it, and near it like it, as long as they are", async () => {
  const a = { items: square };
  const { series } = await map({ a });
  const marked = async (x: number, y: number) => (await both({ a, x, y })).embedding.items[0]!;
  const [x, y] = [series[0]!.x[1]!, series[0]!.y[1]!];
  expect((await marked(x, y)).vector).toBe(square[1]!.vector);
  const near = [...(await marked(x - 0.2, y + 0.1)).vector.data];
  expect(near[0]).toBeCloseTo(3, 0);
  expect(near[1]).toBeCloseTo(-1, 0);
  const middle = await marked(x, 0);
  expect(Math.hypot(...middle.vector.data)).toBeCloseTo(Math.hypot(3, 1), 4);
  expect(middle.vector.data[1]).toBeCloseTo(0, 5);
  expect(middle.space).toEqual(square[0]!.space);
});
