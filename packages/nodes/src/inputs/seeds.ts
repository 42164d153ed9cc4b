import { integer, output, seed as seedParam } from "@unclip/engine";
import { allNode } from "../define-node.ts";
import { seed as seedKind } from "../kinds/kinds.ts";

export const seeds = allNode({
  type: "seeds",
  version: 1,
  title: "Seeds",
  group: "inputs",
  about: "Consecutive seeds, as a batch: the nodes that follow make one variant per seed.",
  inputs: {},
  outputs: { seed: output(seedKind, "Seed", "start, start + 1, …", { items: ["count"] }) },
  params: {
    start: seedParam({ title: "Start", about: "The first seed." }),
    count: integer({ title: "Count", about: "How many seeds.", default: 4, min: 1, max: 256 }),
  },
  async execute({ start, count }) {
    const items = Array.from({ length: count }, (_, i) => wrapped(start, i));
    return { seed: { items, labels: items.map((value) => `seed ${value}`) } };
  },
});

/** start + i, wrapping to 0 after the largest seed, without a sum beyond the exact integers. */
function wrapped(start: number, i: number): number {
  const left = Number.MAX_SAFE_INTEGER - start;
  return i <= left ? start + i : i - left - 1;
}
