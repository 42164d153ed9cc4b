import { generator } from "@unclip/tensor";
import { expect, test } from "vitest";
import { noise } from "./noise.ts";
import { smallContext } from "./testing/run-node.ts";

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
  expect(made!.noise).toEqual({ sample: generator(3).normal([4]), joint: "small" });
});
