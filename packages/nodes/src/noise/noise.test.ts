import { generator } from "@unclip/tensor";
import { randomOf } from "@unclip/unclip";
import { expect, test } from "vitest";
import { smallContext } from "../testing/run-node.ts";
import { noise } from "./noise.ts";

test("is the seed's noise in the shape that the pack's decoder diffuses", async () => {
  const { context } = await smallContext();
  const made = await noise.execute(
    [3, 4].map((seed) => ({ seed, shape: "decoder" as const })),
    context,
  );
  expect(made.map(({ noise }) => noise)).toEqual(
    [3, 4].map((seed) => ({ sample: generator(seed).normal([3, 2, 2]), joint: "small" })),
  );
});

test("is of the width of an embedding for the prior", async () => {
  const { context } = await smallContext();
  const [made] = await noise.execute([{ seed: 3, shape: "prior" }], context);
  expect(made!.noise).toEqual({ sample: randomOf("prior", 3).normal([4]), joint: "small" });
});

test("the prior's and the decoder's x_T of one seed have nothing in common", async () => {
  const { context } = await smallContext();
  const [prior, decoder] = await noise.execute(
    [
      { seed: 3, shape: "prior" },
      { seed: 3, shape: "decoder" },
    ],
    context,
  );
  const values = [...prior!.noise.sample.data, ...decoder!.noise.sample.data];
  expect(new Set(values).size).toBe(values.length);
});

test("remarks on a seed that draws what a smaller one draws", async () => {
  const { context, heard } = await smallContext();
  await noise.execute(
    [
      { seed: 2 ** 32 + 1, shape: "decoder" },
      { seed: 2 ** 32 + 1, shape: "prior" },
      { seed: 2 ** 32 - 1, shape: "decoder" },
    ],
    context,
  );
  expect(heard.remarks).toEqual([expect.stringContaining("same noise as seed 1:")]);
});
