import { input, integer, output } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { anything } from "../kinds/kinds.ts";

export const repeat = allNode({
  type: "repeat",
  version: 1,
  title: "Repeat",
  group: "batch",
  about: "Repeats each item of a batch in place.",
  inputs: { value: input(anything, "Batch", "Any batch; one item is a batch too.") },
  outputs: {
    value: output(anything, "Batch", "Every item, repeated.", {
      as: "value",
      items: ["value", "times"],
    }),
  },
  params: {
    times: integer({ title: "Times", about: "How often to repeat each item.", default: 2, min: 1, max: 256 }),
  },
  async execute({ value: { items, labels }, times }) {
    const each = <T>(list: readonly T[]) => list.flatMap((item) => new Array<T>(times).fill(item));
    return { value: { items: each(items), ...(labels ? { labels: each(labels) } : {}) } };
  },
});
