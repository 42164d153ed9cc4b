import { ItemError } from "@unclip/engine";
import { expect, test } from "vitest";
import { inGroups } from "./in-groups.ts";

test("computes items of one key together and returns results in the order of items", async () => {
  const calls: { group: readonly number[]; indices: readonly number[]; done: number }[] = [];
  const results = await inGroups(
    [1, 2, 3, 4, 5],
    (n) => String(n % 2),
    async (group, indices, done) => {
      calls.push({ group, indices, done });
      return group.map((n) => 10 * n);
    },
  );
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(calls).toEqual([
    { group: [1, 3, 5], indices: [0, 2, 4], done: 0 },
    { group: [2, 4], indices: [1, 3], done: 3 },
  ]);
});

test("an item that fails in its group is named by its place among all", async () => {
  const failing = inGroups(
    [1, 2, 3, 4, 5],
    (n) => String(n % 2),
    async (group) => {
      if (group[0] === 2) throw new ItemError(1, new Error("broken"));
      return group;
    },
  );
  await expect(failing).rejects.toMatchObject({ item: 3, message: "broken" });
});
