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
  };
  return { context, seen };
}
const pictures = async (first: number) => [full([3, 1, 1], 0), full([3, 1, 1], 1)].slice(0, first);

test("reports steps in order, a picture an item, the last step without", async () => {
  const { context, seen } = watch();
  const previews = stepPreviews(context, { indices: [2, 5], done: 2, count: 4 });
  for (const step of [1, 2]) previews.onStep({ step, steps: 2, pictures });
  await previews.settle();
  expect(seen).toEqual([{ at: 0.75, item: 2 }, { at: 0.75, item: 5 }, { at: 1 }]);
});

test("a picture that cannot be made fails the node", async () => {
  const { context } = watch();
  const previews = stepPreviews(context, { indices: [0], done: 0, count: 1 });
  previews.onStep({ step: 1, steps: 2, pictures: async () => [full([3, 1, 1], Number.NaN)] });
  await expect(previews.settle()).rejects.toMatchObject({ code: "numeric_nonfinite" });
});

test("a cancelled run is left alone", async () => {
  const { context, seen } = watch(AbortSignal.abort());
  const previews = stepPreviews(context, { indices: [0], done: 0, count: 1 });
  previews.onStep({ step: 1, steps: 2, pictures: () => Promise.reject(new Error("never asked")) });
  await previews.settle();
  expect(seen).toEqual([]);
});
