import { input, output } from "@unclip/engine";
import { cosine } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { embedding, table } from "../kinds/kinds.ts";
import { requireOneSpace } from "../kinds/spaces.ts";

export const similarity = allNode({
  type: "similarity",
  version: 1,
  title: "Similarity",
  group: "CLIP",
  about: "Cosines between two batches of embeddings, every one of A against every one of B.",
  sink: true,
  inputs: {
    a: input(embedding, "A", "Rows of the table."),
    b: input(embedding, "B", "Columns of the table."),
  },
  outputs: { table: output(table, "Cosines", "1 means the same direction, 0 unrelated.") },
  params: {},
  async execute({ a, b }) {
    requireOneSpace([...a.items, ...b.items]);
    const name = (port: string, labels: readonly string[] | undefined, i: number) =>
      labels?.[i] ?? `${port}${i + 1}`;
    const rows = a.items.map((left, i) => ({
      label: name("A", a.labels, i),
      values: b.items.map((right) => cosine(left.vector, right.vector)),
    }));
    return { table: { items: [{ columns: b.items.map((_, i) => name("B", b.labels, i)), rows }] } };
  },
});
