import { input, integer, NodeError, output } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { anything } from "../kinds/kinds.ts";

export const pick = allNode({
  type: "pick",
  version: 1,
  title: "Pick",
  group: "batch",
  about: "Takes consecutive items out of a batch.",
  inputs: { value: input(anything, "Batch", "Any batch.") },
  outputs: { value: output(anything, "Items", "The picked items.", "value") },
  params: {
    first: integer({
      title: "First",
      about: "0 is the first item; −1 the last, −2 the one before.",
      default: 0,
      min: -4096,
      max: 4095,
    }),
    count: integer({ title: "Count", about: "How many items.", default: 1, min: 1, max: 4096 }),
  },
  async execute({ value: { items, labels }, first, count }) {
    const from = first < 0 ? items.length + first : first;
    if (from < 0 || from + count > items.length) {
      throw new NodeError(
        "item_missing",
        `Found ${items.length} items, expected at least ${first < 0 ? Math.max(-first, count) : first + count}. Pick within the batch.`,
      );
    }
    const to = from + count;
    return { value: { items: items.slice(from, to), ...(labels ? { labels: labels.slice(from, to) } : {}) } };
  },
});
