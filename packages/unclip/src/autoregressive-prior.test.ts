import type { Feed, Manifest, Session } from "@unclip/host";
import { tensor } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import { sampleCodes } from "./autoregressive-prior.ts";
import type { Model } from "./model.ts";

const text = (value: number) => ({
  embedding: tensor([value, 1]),
  tokens: tensor([value], [1, 1]),
  mask: [true],
  caption: `${value}`,
  truncated: false,
  cut: "",
  empty: false,
  unknown: [],
});

/**
 * A pack of three codes of four buckets. The first code is the caption's number; each next is one more than the code
 * before, read from keys that have grown by a token a call. The empty caption asks for bucket 3 throughout, weakly.
 */
function fakeModel(settings: { batch?: number; nullDot?: number; guidance?: number } = {}) {
  const calls: Record<string, Feed>[] = [];
  const info = (name: string, type = "float32") => ({ name, type, shape: [] });
  const logits = (likely: readonly number[], empty: readonly boolean[]) =>
    tensor(
      likely.flatMap((code, row) =>
        [0, 1, 2, 3].map((i) => (empty[row] ? Number(i === 3) : 9 * Number(i === code % 4))),
      ),
      [likely.length, 4],
    );
  const keys = (feeds: Record<string, Feed>, rows: number) => {
    const past = feeds.keys as { shape: readonly number[] } | undefined;
    return tensor(new Float32Array(rows * ((past?.shape[3] ?? 0) + 1)), [
      1,
      rows,
      1,
      (past?.shape[3] ?? 0) + 1,
      1,
    ]);
  };
  let empty: boolean[] = [];
  const session = (role: string): Session => ({
    inputs: [info("mask", "bool")],
    outputs: [],
    async run(feeds) {
      calls.push({ ...feeds });
      const states = feeds.tokens as { data: Float32Array } | undefined;
      if (states) empty = [...states.data].map((value) => value === 0);
      const told =
        role === "autoregressive-prior"
          ? [...states!.data]
          : (feeds.code!.data as number[]).map((c) => c + 1);
      const grown = keys(feeds, told.length);
      return { logits: logits(told, empty), keys: grown, values: grown };
    },
  });
  const model = {
    manifest: {
      id: "fake",
      embedding: { joint: "fake", width: 2, unitNorm: false },
      tokenizer: { length: 1 },
      quantizer: { mean: "mean", basis: "basis", edges: "edges", values: "values", count: 2, buckets: 4 },
    } as unknown as Manifest,
    role: (name: string) =>
      name === "autoregressive-prior"
        ? {
            guidance: 1,
            temperature: 0,
            topP: 1,
            dots: 8,
            percentile: 50,
            batch: 4,
            in: { tokens: "tokens", mask: "mask", embedding: "embedding", dot: "dot" },
            out: { logits: "logits", keys: "keys", values: "values" },
            ...settings,
          }
        : name === "text-encoder"
          ? { in: { ids: "ids" }, out: { embedding: "embedding", tokens: "tokens" } }
          : {
              in: { code: "code", index: "index", mask: "mask", keys: "keys", values: "values" },
              out: { logits: "logits", keys: "keys", values: "values" },
            },
    tokenize: () => ({ ids: [0], mask: [true], truncated: false, cut: "", empty: false, unknown: [] }),
    session: async (name: string) =>
      name === "text-encoder"
        ? {
            inputs: [],
            outputs: [],
            run: async () => ({ embedding: tensor([0, 1], [1, 2]), tokens: tensor([0], [1, 1, 1]) }),
          }
        : session(name),
    tensor: async (name: string) =>
      ({
        mean: tensor([0, 0]),
        basis: tensor([1, 0, 0, 1], [2, 2]),
        edges: tensor([1, 2, 3, 1, 2, 3], [2, 3]),
        values: tensor([0, 10, 20, 30, 0, 10, 20, 30], [2, 4]),
      })[name]!,
  } as unknown as Model;
  return { model, calls };
}

describe("sampleCodes", () => {
  test("draws one code after the other and returns the embedding that they stand for", async () => {
    const { model, calls } = fakeModel();
    const [sample] = await sampleCodes(model, [{ text: text(1), seed: 0 }]);
    expect(sample!.codes).toEqual([1, 2]);
    expect([...sample!.embedding.data]).toEqual([10, 20]);
    expect(sample!.dot).toBe(30);
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatchObject({
      code: { type: "int64", data: [1], shape: [1] },
      index: { type: "int64", data: [0], shape: [] },
      keys: { shape: [1, 1, 1, 1, 1] },
      mask: { type: "bool", data: [true], shape: [1, 1] },
    });
  });

  test("asks for a dot product from above the percentile", async () => {
    const { model, calls } = fakeModel();
    const samples = await sampleCodes(
      model,
      [1, 2, 3].map((seed) => ({ text: text(1), seed, percentile: seed === 3 ? 99 : 50 })),
    );
    expect((calls[0]!.dot!.data as number[]).every((bucket) => bucket >= 4)).toBe(true);
    expect(samples[2]!.dotBucket).toBe(7);
    expect(calls[0]!.dot!.data).toEqual(samples.map(({ dotBucket }) => dotBucket));
  });

  test("guidance steers away from the empty caption, which is told the same codes", async () => {
    const { model, calls } = fakeModel({ guidance: 2, nullDot: 0 });
    const [strong] = await sampleCodes(model, [{ text: text(1), seed: 0 }]);
    expect(strong!.codes).toEqual([1, 2]);
    expect((calls[0]!.tokens as { data: Float32Array }).data).toEqual(Float32Array.of(1, 0));
    expect(calls[0]!.dot!.data[1]).toBe(0);
    expect(calls[1]!.code!.data).toEqual([1, 1]);
    const [none] = await sampleCodes(model, [{ text: text(1), seed: 0, guidance: 0 }]);
    expect(none!.codes).toEqual([3, 3]);
  });

  test("items beyond one call follow in another round, and steps are counted over all", async () => {
    const { model, calls } = fakeModel({ batch: 2 });
    const steps: number[] = [];
    const samples = await sampleCodes(
      model,
      [0, 1, 2].map((value) => ({ text: text(value + 1), seed: value })),
      { onStep: ({ step, steps: of }) => steps.push(step / of) },
    );
    expect(samples.map(({ codes }) => codes)).toEqual([
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    expect(calls.map((feeds) => (feeds.tokens ?? feeds.code)!.shape[0])).toEqual([2, 2, 1, 1]);
    expect(steps).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test("looks at the signal before every call", async () => {
    const { model, calls } = fakeModel();
    await expect(
      sampleCodes(model, [{ text: text(1), seed: 0 }], { signal: AbortSignal.abort() }),
    ).rejects.toThrow();
    expect(calls).toEqual([]);
  });
});
