import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { affine, generator, tensor, unstack } from "@unclip/tensor";
import { describe, expect, test } from "vitest";
import type { Embedding } from "../kinds/values.ts";
import { clipScore } from "./clip-score.ts";
import { cmmd } from "./cmmd.ts";
import { diversity } from "./diversity.ts";
import { frechetDistance } from "./frechet-distance.ts";
import { precisionRecall } from "./precision-recall.ts";

const context = {
  signal: new AbortController().signal,
  progress: () => undefined,
} as unknown as NodeContext<Host>;
const at = (values: ArrayLike<number>, joint = "clip"): Embedding => ({
  vector: tensor(Float32Array.from(values)),
  space: { joint, modality: "image", width: values.length },
});
/** n embeddings of N(shift, I). */
const cloud = (seed: number, n: number, shift = 0, width = 8) => ({
  items: unstack(affine(generator(seed).normal([n, width]), 1, shift)).map(({ data }) => at(data)),
});
const rows = (batch: {
  items: readonly { rows: readonly { label: string; values: readonly number[] }[] }[];
}) => Object.fromEntries(batch.items[0]!.rows.map(({ label, values }) => [label, values[0]]));

describe("clip-score", () => {
  const text = { items: [at([1, 0])] };
  const images = { items: [at([2, 0]), at([1, 1]), at([-1, 0])], labels: ["p", "q", "r"] };

  test("is the cosine of each picture and its caption, never below 0", async () => {
    const { score, mean, table } = await clipScore.execute(
      { embedding: images, text, weight: "cosine" },
      context,
    );
    expect(score.labels).toEqual(["p", "q", "r"]);
    expect(score.items[0]).toBeCloseTo(1, 6);
    expect(score.items[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(score.items[2]).toBe(0);
    expect(mean.items[0]).toBeCloseTo((1 + Math.SQRT1_2) / 3, 6);
    expect(rows(table)).toMatchObject({ n: 3 });
    expect(table.items[0]!.note).toContain('3 pictures by "clip"');
  });

  test("is weighted, and refuses other numbers of captions and other spaces", async () => {
    const { mean } = await clipScore.execute(
      { embedding: { items: [at([2, 0])] }, text, weight: "2.5 × cosine" },
      context,
    );
    expect(mean.items[0]).toBeCloseTo(2.5, 6);
    const two = { items: [at([1, 0]), at([0, 1])] };
    await expect(
      clipScore.execute({ embedding: images, text: two, weight: "cosine" }, context),
    ).rejects.toMatchObject({ code: "batch_mismatch" });
    const other = { items: [at([1, 0], "other")] };
    await expect(
      clipScore.execute({ embedding: images, text: other, weight: "cosine" }, context),
    ).rejects.toMatchObject({ code: "space_mismatch" });
  });
});

describe("diversity", () => {
  test.each([
    [
      "equal pictures",
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
      0,
      1,
    ],
    [
      "orthogonal ones",
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      1,
      3,
    ],
    [
      "opposite ones",
      [
        [1, 0],
        [-1, 0],
      ],
      2,
      1,
    ],
    [
      "two alike and one not",
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      2 / 3,
      Math.exp(-(2 / 3) * Math.log(2 / 3) - Math.log(1 / 3) / 3),
    ],
  ])("of %s", async (_, vectors, distance, vendi) => {
    const embedding = { items: vectors.map((v) => at(v)) };
    const result = await diversity.execute({ embedding, caption: undefined }, context);
    expect(result.distance.items[0]).toBeCloseTo(distance, 6);
    expect(result.vendi.items[0]).toBeCloseTo(vendi, 6);
  });

  const [x, y] = [at([1, 0, 0]), at([0, 1, 0])];

  test.each([
    ["one for each; a is drawn alike twice, b in two ways", [x, y, x, x], ["a", "b", "b", "a"], 0.5, 1.5],
    ["one for all", [x, y], ["a"], 1, 2],
    ["consecutive ones for each, alike", [x, x, y, y], ["a", "b"], 0, 1],
    ["consecutive ones for each, different", [x, y, y, x], ["a", "b"], 1, 2],
  ])("compares pictures of one caption alone: %s", async (_, items, captions, distance, vendi) => {
    const result = await diversity.execute({ embedding: { items }, caption: { items: captions } }, context);
    expect(result.distance.items[0]).toBeCloseTo(distance, 6);
    expect(result.vendi.items[0]).toBeCloseTo(vendi, 6);
    expect(rows(result.table)).toMatchObject({ n: items.length, captions: new Set(captions).size });
  });

  test("needs two, of each caption where there are captions, and captions that fit", async () => {
    const of = (items: Embedding[], captions?: string[]) =>
      diversity.execute({ embedding: { items }, caption: captions && { items: captions } }, context);
    await expect(of([x])).rejects.toMatchObject({ code: "set_small" });
    await expect(of([x, y, x], ["a", "b", "a"])).rejects.toMatchObject({
      code: "set_small",
      message: expect.stringContaining('one picture of "b"'),
    });
    await expect(of([x, y, x], ["a", "b"])).rejects.toMatchObject({ code: "batch_mismatch" });
  });
});

describe("frechet-distance", () => {
  const measure = (made: object, reference: object, seed = 0) =>
    frechetDistance.execute({ made, reference, splits: 4, seed } as never, context);

  test("two sets of one distribution are as far apart as chance makes them, and the baseline says so", async () => {
    const { distance, baseline } = await measure(cloud(1, 60), cloud(2, 60));
    expect(distance.items[0]! / baseline.items[0]!).toBeGreaterThan(0.6);
    expect(distance.items[0]! / baseline.items[0]!).toBeLessThan(1.7);
  });

  test("a shift shows above the baseline", async () => {
    const { distance, baseline } = await measure(cloud(1, 60, 2), cloud(2, 60));
    expect(distance.items[0]).toBeGreaterThan(20);
    expect(distance.items[0]! / baseline.items[0]!).toBeGreaterThan(5);
  });

  test("says how many, how wide and of which CLIP, and never FID", async () => {
    const { table } = await measure(cloud(1, 12), cloud(2, 10));
    expect(table.items[0]!.note).toContain('12 made and 10 reference embeddings, 8 wide, of "clip"');
    expect(JSON.stringify(table)).not.toContain("FID");
    expect(rows(table)).toMatchObject({ "n made": 12, "n reference": 10 });
  });

  test("needs two of each, of one space", async () => {
    await expect(measure(cloud(1, 1), cloud(2, 5))).rejects.toMatchObject({ code: "set_small" });
    const other = { items: cloud(2, 5).items.map(({ vector }) => at(vector.data, "other")) };
    await expect(measure(cloud(1, 5), other)).rejects.toMatchObject({ code: "space_mismatch" });
  });
});

describe("precision-recall", () => {
  const measure = (made: object, reference: object) =>
    precisionRecall.execute({ made, reference, k: 3, splits: 8, seed: 0 } as never, context);

  test("a set that is part of the reference is precise and misses the rest", async () => {
    const [near, far] = [cloud(1, 20), cloud(2, 20, 50)];
    const reference = { items: [...near.items, ...far.items] };
    const { precision, recall } = await measure(near, reference);
    expect(precision.items[0]).toBe(1);
    expect(recall.items[0]).toBe(0.5);
  });

  test("two sets of one distribution are as precise as the baseline, which is below 1", async () => {
    for (const n of [40, 160]) {
      const { precision, recall, basePrecision, baseRecall, table } = await measure(cloud(1, n), cloud(2, n));
      expect(Math.abs(precision.items[0]! - basePrecision.items[0]!)).toBeLessThan(0.15);
      expect(Math.abs(recall.items[0]! - baseRecall.items[0]!)).toBeLessThan(0.15);
      expect(Math.max(basePrecision.items[0]!, baseRecall.items[0]!)).toBeLessThan(0.97);
      expect(rows(table)).toMatchObject({
        "baseline precision, one distribution": basePrecision.items[0],
        "baseline recall, one distribution": baseRecall.items[0],
      });
    }
  });

  test("needs more than k of each", async () => {
    await expect(measure(cloud(1, 3), cloud(2, 9))).rejects.toMatchObject({
      code: "set_small",
      message: expect.stringContaining("at least 4"),
    });
  });
});

describe("cmmd", () => {
  const measure = (made: object, reference: object, estimator = "V-statistic") =>
    cmmd.execute({ made, reference, estimator, splits: 8, seed: 0 } as never, context);
  const [made, reference] = [{ items: [at([2, 0]), at([0, 3])] }, { items: [at([-1, 0]), at([0, -4])] }];

  test("of equal sets is 0, of opposite ones what the paper's formula gives, whatever the lengths", async () => {
    expect((await measure(made, made)).value.items[0]).toBeCloseTo(0, 9);
    expect((await measure(made, reference)).value.items[0]).toBeCloseTo(19.8013266932, 6);
  });

  test("the U-statistic leaves self-pairs out and may be negative", async () => {
    const unbiased = 1000 * (Math.exp(-0.01) - Math.exp(-0.02));
    expect((await measure(made, reference, "U-statistic")).value.items[0]).toBeCloseTo(unbiased, 6);
    expect((await measure(made, made, "U-statistic")).value.items[0]).toBeLessThan(-1);
    const one = { items: [at([1, 0])] };
    await expect(measure(one, one, "U-statistic")).rejects.toMatchObject({ code: "set_small" });
  });

  test("few members make the V-statistic large, and the baseline says how large", async () => {
    const [few, many] = [
      await measure(cloud(1, 20, 0, 64), cloud(2, 20, 0, 64)),
      await measure(cloud(3, 200, 0, 64), cloud(4, 200, 0, 64)),
    ];
    expect(few.value.items[0]! / many.value.items[0]!).toBeGreaterThan(5);
    for (const { value, baseline, table } of [few, many]) {
      expect(value.items[0]! / baseline.items[0]!).toBeGreaterThan(0.6);
      expect(value.items[0]! / baseline.items[0]!).toBeLessThan(1.7);
      expect(rows(table)).toMatchObject({ "baseline, one distribution": baseline.items[0] });
    }
    const shifted = await measure(cloud(1, 60, 2), cloud(2, 60));
    expect(shifted.value.items[0]! / shifted.baseline.items[0]!).toBeGreaterThan(5);
  });
});

test("a baseline can be cancelled between two splits", async () => {
  const controller = new AbortController();
  const told: number[] = [];
  const progress = (step: number) => {
    told.push(step);
    // Asked for as a message would be: when the event loop turns.
    setTimeout(() => controller.abort());
  };
  const run = cmmd.execute(
    { made: cloud(1, 8), reference: cloud(2, 8), estimator: "V-statistic", splits: 64, seed: 0 },
    { ...context, signal: controller.signal, progress },
  );
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(told.length).toBeLessThan(5);
});
