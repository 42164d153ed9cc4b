import type { NodeContext } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { expect, test } from "vitest";
import { range } from "./range.ts";

const context = {} as NodeContext<Host>;

test("spaces numbers evenly and ends exactly on both ends", async () => {
  const { value } = await range.execute({ from: 0, to: 1, count: 5 }, context);
  expect(value).toEqual({ items: [0, 0.25, 0.5, 0.75, 1], labels: ["0", "0.25", "0.5", "0.75", "1"] });
  const { value: odd } = await range.execute({ from: 0.1, to: 0.7, count: 7 }, context);
  expect(odd.items[0]).toBe(0.1);
  expect(odd.items.at(-1)).toBe(0.7);
});

test("goes down as well as up, and one number is the first", async () => {
  expect((await range.execute({ from: 1, to: -1, count: 3 }, context)).value.items).toEqual([1, 0, -1]);
  expect((await range.execute({ from: 3, to: 9, count: 1 }, context)).value.items).toEqual([3]);
});
