import { integer, output } from "@unclip/engine";
import { precisionRecall as measure } from "@unclip/tensor";
import { allNode } from "./define-node.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";
import { number, table } from "./kinds.ts";

export const precisionRecall = allNode({
  type: "precision-recall",
  version: 1,
  title: "Precision and recall",
  group: "measuring",
  about:
    "How many of the pictures lie among the reference, and how much of the reference they cover (Kynkäänniemi et al. 2019).",
  sink: true,
  inputs: setPorts,
  outputs: {
    precision: output(number, "Precision", "Share of the made that lie among the reference, 0 to 1."),
    recall: output(number, "Recall", "Share of the reference that lies among the made, 0 to 1."),
    table: output(table, "Table", "Both, and how many embeddings they are of."),
  },
  params: {
    k: integer({
      title: "k",
      about: "A set covers the balls around its members that reach to their k-th neighbour.",
      default: 3,
      min: 1,
      max: 100,
    }),
  },
  async execute({ made, reference, k }) {
    const sets = embeddingSets(made, reference, k + 1);
    const { precision, recall } = measure(sets.reference, sets.made, k);
    return {
      precision: { items: [precision] },
      recall: { items: [recall] },
      table: measured(`Precision and recall, k = ${k}, of ${sets.text}.`, {
        precision,
        recall,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});
