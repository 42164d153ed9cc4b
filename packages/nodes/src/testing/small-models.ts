/**
 * The networks of the small pack, as functions with predictable results: an embedding is a colour and a 1,
 * [r, g, b, 1]; a caption counts the letters r, g and b; the decoder paints the colour.
 */
import type { Feed, TensorInfo } from "@unclip/host";
import type { MemoryModel } from "@unclip/host/memory";
import type { Tensor } from "@unclip/tensor";

/** Tokens that the text encoder reads. */
export const length = 6;
export const letters = ["r", "g", "b"];
/** Ids before those of the letters: padding, start and end. */
export const special = ["<pad>", "<start>", "<end>"];

const rows = (feed: Feed | undefined): number => feed?.shape[0] ?? 0;
const row = (feed: Feed | undefined, i: number): number[] => {
  const size = (feed?.data.length ?? 0) / rows(feed);
  return Array.from(feed?.data ?? [], Number).slice(i * size, (i + 1) * size);
};
const info = (type: string, names: readonly string[]): TensorInfo[] =>
  names.map((name) => ({ name, type, shape: [] }));

/** A network that computes rows independently; `like` names the input that gives the number of rows. */
function perRow(
  inputs: Readonly<Record<string, readonly [type: string, rank: number]>>,
  like: string,
  one: (feeds: Readonly<Record<string, readonly number[]>>) => Readonly<Record<string, Shaped>>,
): MemoryModel {
  const names = Object.keys(one(Object.fromEntries(Object.keys(inputs).map((name) => [name, []]))));
  return {
    inputs: Object.entries(inputs).map(([name, [type, rank]]) => ({
      name,
      type,
      shape: Array.from({ length: rank }, (_, i) => `${name}${i}`),
    })),
    outputs: info("float32", names),
    run(feeds) {
      const each = Array.from({ length: rows(feeds[like]) }, (_, i) =>
        one(
          Object.fromEntries(
            Object.entries(feeds).map(([name, feed]) => [
              name,
              feed.shape.length === 0 ? row({ ...feed, shape: [1] } as Feed, 0) : row(feed, i),
            ]),
          ),
        ),
      );
      return Object.fromEntries(names.map((name) => [name, stacked(each.map((made) => made[name]!))]));
    },
  };
}

/** One row of an output, and its shape. */
interface Shaped {
  readonly values: readonly number[];
  readonly shape: readonly number[];
}

function stacked(made: readonly Shaped[]): Tensor {
  const data = Float32Array.from(made.flatMap(({ values }) => values));
  return { data, shape: [made.length, ...(made[0]?.shape ?? [])] };
}

const vector = (values: readonly number[]): Shaped => ({ values, shape: [values.length] });
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
/** Numbers r, g and b of a list of ids. */
const counts = (ids: readonly number[]): number[] =>
  letters.map((_, i) => ids.filter((id) => id === special.length + i).length);
/** The means of the three planes of a picture. */
const colour = (pixels: readonly number[]): number[] =>
  [0, 1, 2].map((c) => mean(pixels.slice((c * pixels.length) / 3, ((c + 1) * pixels.length) / 3)));
/** A picture of one colour. */
const flat = (rgb: readonly number[], side: number): Shaped => ({
  values: rgb.slice(0, 3).flatMap((value) => new Array<number>(side * side).fill(value)),
  shape: [3, side, side],
});

const condition = { t: ["int64", 0], embedding: ["float32", 2] } as const;
const text = { tokens: ["float32", 3], mask: ["bool", 2] } as const;
/** Logits of two codes, one with a probability close to 1. */
const bit = (value: number): Shaped => vector(value > 0.5 ? [0, 50] : [50, 0]);
/** The prior's memory of a row: its embedding. */
const memory = (values: readonly number[]): Shaped => ({ values, shape: [1, 1, values.length] });

/** File → network. */
export const smallModels: Readonly<Record<string, MemoryModel>> = {
  "text.onnx": perRow({ ids: ["int64", 2] }, "ids", ({ ids = [] }) => ({
    embedding: vector([...counts(ids), 1]),
    tokens: { values: ids, shape: [ids.length, 1] },
  })),
  "image.onnx": perRow({ pixels: ["float32", 4] }, "pixels", ({ pixels = [] }) => ({
    embedding: vector([...colour(pixels), 1]),
  })),
  "judge-text.onnx": perRow({ ids: ["int64", 2] }, "ids", ({ ids = [] }) => ({
    embedding: vector([counts(ids)[0]!, 1]),
  })),
  "judge-image.onnx": perRow({ pixels: ["float32", 4] }, "pixels", ({ pixels = [] }) => ({
    embedding: vector([colour(pixels)[0]!, 1]),
  })),
  "prior.onnx": perRow({ x: ["float32", 2], ...condition, ...text }, "x", ({ embedding = [] }) => ({
    prediction: vector(embedding),
  })),
  "decoder.onnx": perRow({ x: ["float32", 4], ...condition }, "x", ({ embedding = [] }) => ({
    prediction: flat(embedding, 2),
  })),
  "upsampler.onnx": perRow({ x: ["float32", 4], t: ["int64", 0] }, "x", ({ x = [] }) => ({
    prediction: { values: x.slice(x.length / 2), shape: [3, 4, 4] },
  })),
  "codes.onnx": perRow(
    { embedding: ["float32", 2], ...text, dot: ["int64", 1] },
    "embedding",
    ({ embedding = [] }) => ({
      logits: bit(embedding[0] ?? 0),
      keys: memory(embedding),
      values: memory(embedding),
    }),
  ),
  "next-code.onnx": perRow(
    {
      code: ["int64", 1],
      index: ["int64", 0],
      mask: ["bool", 2],
      keys: ["float32", 4],
      values: ["float32", 4],
    },
    "code",
    ({ index = [], keys = [] }) => ({
      logits: bit(keys[(index[0] ?? 0) + 1] ?? 0),
      keys: memory(keys),
      values: memory(keys),
    }),
  ),
};
