import { output } from "@unclip/engine";
import { cmmd as measure, normalize } from "@unclip/tensor";
import { allNode } from "./define-node.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";
import { number, table } from "./kinds.ts";

export const cmmd = allNode({
  type: "cmmd",
  version: 1,
  title: "CMMD",
  group: "measuring",
  about:
    "Maximum mean discrepancy of two sets of unit CLIP embeddings, σ = 10 (Jayasumana et al. 2024): 0 for equal sets, and steadier than a Fréchet distance when there are few. Values of two CLIPs cannot be compared.",
  sink: true,
  inputs: setPorts,
  outputs: {
    value: output(number, "CMMD", "Between the two sets."),
    table: output(table, "Table", "The value, and how many embeddings it is of."),
  },
  params: {},
  async execute({ made, reference }) {
    const sets = embeddingSets(made, reference, 1);
    const value = Math.max(0, measure(sets.made.map(normalize), sets.reference.map(normalize)));
    return {
      value: { items: [value] },
      table: measured(`CMMD of ${sets.text}.`, {
        CMMD: value,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});
