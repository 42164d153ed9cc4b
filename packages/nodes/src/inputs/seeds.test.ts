import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { expect, test } from "vitest";
import { seeds } from "./seeds.ts";

const context = {} as NodeContext<Host>;

test("gives consecutive seeds, each with its label", async () => {
  expect(await seeds.execute({ start: 7, count: 3 }, context)).toEqual({
    seed: { items: [7, 8, 9], labels: ["seed 7", "seed 8", "seed 9"] },
  });
});

test("stays within the seeds that there are", async () => {
  const { seed } = await seeds.execute({ start: Number.MAX_SAFE_INTEGER, count: 2 }, context);
  expect(seed.items).toEqual([Number.MAX_SAFE_INTEGER, 0]);
});
