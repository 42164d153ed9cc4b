import type { NodeContext } from "@unclip/engine";
import { createMemoryHost } from "@unclip/host/memory";
import { full } from "@unclip/tensor";
import { expect, test } from "vitest";
import { stepPreviews } from "./step-previews.ts";

function watch(signal = new AbortController().signal) {
  const host = createMemoryHost();
  const seen: { at: number; item?: number }[] = [];
  const context: NodeContext<typeof host> = {
    host,
    model: "m",
    signal,
    progress: (step, of, preview) => seen.push({ at: step / of, ...(preview ? { item: preview.item } : {}) }),
    asked: new Set(),
    previews: true,
    remark: () => undefined,
  };
  return { context, seen };
}
const pictures = async (first: number) => [full([3, 1, 1], 0), full([3, 1, 1], 1)].slice(0, first);

test("reports every step at once, and a picture an item when it is there", async () => {
  const { context, seen } = watch();
  const previews = stepPreviews(context, { indices: [2, 5], done: 2, count: 4 });
  previews.onStep({ step: 1, steps: 2, pictures });
  expect(seen).toEqual([{ at: 0.75 }]);
  await expect.poll(() => seen.length).toBe(3);
  previews.onStep({ step: 2, steps: 2, pictures });
  await previews.settle();
  expect(seen).toEqual([{ at: 0.75 }, { at: 0.75, item: 2 }, { at: 0.75, item: 5 }, { at: 1 }]);
});

test("steps that come faster than pictures are skipped by the pictures, never by the count", async () => {
  const { context, seen } = watch();
  const previews = stepPreviews(context, { indices: [0], done: 0, count: 1 });
  const shown: number[] = [];
  for (const step of [1, 2, 3, 4, 5]) {
    const picture = async () => {
      shown.push(step);
      return [full([3, 1, 1], step / 5)];
    };
    previews.onStep({ step, steps: 6, pictures: picture });
  }
  await expect.poll(() => shown).toEqual([1, 5]);
  await previews.settle();
  expect(seen.flatMap(({ at, item }) => (item === undefined ? [at * 6] : [])).map(Math.round)).toEqual([
    1, 2, 3, 4, 5,
  ]);
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((a, b) => a - b));
});

test("a run that wants no pictures of steps has them counted all the same", async () => {
  const { context, seen } = watch();
  const previews = stepPreviews({ ...context, previews: false }, { indices: [0], done: 0, count: 1 });
  const never = () => Promise.reject(new Error("nobody looks"));
  for (const step of [1, 2]) previews.onStep({ step, steps: 2, pictures: never });
  await previews.settle();
  expect(seen).toEqual([{ at: 0.5 }, { at: 1 }]);
});

test("a picture that cannot be made fails the node", async () => {
  const { context } = watch();
  const previews = stepPreviews(context, { indices: [0], done: 0, count: 1 });
  previews.onStep({ step: 1, steps: 2, pictures: async () => [full([3, 1, 1], Number.NaN)] });
  await expect(previews.settle()).rejects.toMatchObject({ code: "numeric_nonfinite" });
});

test("after a cancel no picture is made", async () => {
  const { context, seen } = watch(AbortSignal.abort());
  const previews = stepPreviews(context, { indices: [0], done: 0, count: 1 });
  previews.onStep({ step: 1, steps: 2, pictures: () => Promise.reject(new Error("never asked")) });
  await previews.settle();
  expect(seen).toEqual([{ at: 0.5 }]);
});
