import { expect, it } from "vitest";
import { batch, broadcastLabels, broadcastLength, each, itemAt } from "../index.ts";

it("batches keep labels, one an item", () => {
  expect(batch([1, 2], ["a", "b"])).toEqual({ items: [1, 2], labels: ["a", "b"] });
  expect(batch([1])).toEqual({ items: [1] });
  expect(() => batch([1, 2], ["a"])).toThrow(/2 items got 1 labels/);
});
it.each([
  [{}, 1],
  [{ a: [1] }, 1],
  [{ a: [1], b: [1, 2, 3], c: [4] }, 3],
  [{ a: [], b: [1] }, 0],
  [{ a: undefined, b: [1, 2] }, 2],
])("lengths of %j meet at %i", (given, length) => {
  const batches = Object.fromEntries(Object.entries(given).map(([k, items]) => [k, items && { items }]));
  expect(broadcastLength(batches)).toBe(length);
});
it.each([[{ a: [1, 2], b: [1, 2, 3] }], [{ a: [], b: [1, 2] }], [{ a: [1, 2], b: [] }]])(
  "lengths of %j do not meet",
  (given) => {
    const batches = Object.fromEntries(Object.entries(given).map(([k, items]) => [k, { items }]));
    expect(() => broadcastLength(batches)).toThrow(/"a" carries \d items and "b" \d/);
  },
);
it("a batch of one gives its item to every index, and labels come from the longest", () => {
  expect([itemAt(batch(["x"]), 7), itemAt(batch(["x", "y"]), 1)]).toEqual(["x", "y"]);
  expect(broadcastLabels({ a: batch([1], ["one"]), b: batch([1, 2], ["x", "y"]) }, 2)).toEqual(["x", "y"]);
  expect(broadcastLabels({ a: batch([1, 2]) }, 2)).toBeUndefined();
});

const context = (told: unknown[], signal = new AbortController().signal) => ({
  host: undefined,
  model: "",
  signal,
  progress: (...step: unknown[]) => void told.push(step),
  asked: new Set<string>(),
  previews: true,
  remark: (...of: unknown[]) => void told.push(of),
});
it("each runs items in order and counts progress over all of them", async () => {
  const told: unknown[] = [];
  const double = each((n: number, { progress }) => {
    progress(1, 2, { asset: "a", item: 0 });
    progress(2, 2);
    return 2 * n;
  });
  expect(await double([1, 2], context(told))).toEqual([2, 4]);
  expect(told).toEqual([
    [1, 4, { asset: "a", item: 0 }],
    [2, 4, undefined],
    [3, 4, { asset: "a", item: 1 }],
    [4, 4, undefined],
  ]);
});
it("each remarks on the item that it is at", async () => {
  const told: unknown[] = [];
  const doubt = each((n: number, { remark }) => {
    if (n > 1) remark(`${n}?`);
    return n;
  });
  await doubt([1, 2, 3], context(told));
  expect(told).toEqual([
    ["2?", 1],
    ["3?", 2],
  ]);
});
it("each stops between two items when the run is cancelled", async () => {
  const controller = new AbortController();
  const done: number[] = [];
  const run = each((n: number) => {
    done.push(n);
    controller.abort();
    return n;
  });
  await expect(run([1, 2], context([], controller.signal))).rejects.toThrow();
  expect(done).toEqual([1]);
});
