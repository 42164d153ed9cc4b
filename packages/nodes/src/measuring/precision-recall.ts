import { integer, output } from "@unclip/engine";
import { precisionRecall as measureOf, type Tensor } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { number, table } from "../kinds/kinds.ts";
import { baselineParams, chanceBaseline } from "./chance-baseline.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";

export const precisionRecall = allNode({
  type: "precision-recall",
  version: 2,
  title: "Precision and recall",
  group: "measuring",
  about:
    "How many of the pictures are within the reference, and how much of the reference they cover (Kynkäänniemi et al. 2019), with the values for two sets of one distribution, which are below 1, as baselines.",
  sink: true,
  inputs: setPorts,
  outputs: {
    precision: output(number, "Precision", "Share of the made within the reference, 0 to 1."),
    recall: output(number, "Recall", "Share of the reference within the made, 0 to 1."),
    basePrecision: output(
      number,
      "Baseline precision",
      "The precision of both sets mixed and split again: the value for one distribution.",
    ),
    baseRecall: output(
      number,
      "Baseline recall",
      "The recall of both sets mixed and split again: the value for one distribution.",
    ),
    table: output(table, "Table", "Both, their baselines, and the number of embeddings."),
  },
  params: {
    k: integer({
      title: "k",
      about: "A set covers the balls around its members that reach to their k-th neighbour.",
      default: 3,
      min: 1,
      max: 100,
    }),
    ...baselineParams,
  },
  async execute({ made, reference, k, ...splitting }, context) {
    const sets = embeddingSets(made, reference, k + 1);
    const measure = (a: readonly Tensor[], b: readonly Tensor[]) => {
      const { precision, recall } = measureOf(b, a, k);
      return { precision, recall };
    };
    const { precision, recall } = measure(sets.made, sets.reference);
    const baseline = await chanceBaseline(sets, measure, splitting, context);
    return {
      precision: { items: [precision] },
      recall: { items: [recall] },
      basePrecision: { items: [baseline.precision] },
      baseRecall: { items: [baseline.recall] },
      table: measured(`Precision and recall, k = ${k}, of ${sets.text}.`, {
        precision,
        recall,
        "baseline precision, one distribution": baseline.precision,
        "baseline recall, one distribution": baseline.recall,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});
