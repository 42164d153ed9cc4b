import { choice, output } from "@unclip/engine";
import { cmmd as distanceOf, normalize, type Tensor, unbiasedCmmd } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { number, table } from "../kinds/kinds.ts";
import { baselineParams, chanceBaseline } from "./chance-baseline.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";

export const cmmd = allNode({
  type: "cmmd",
  version: 2,
  title: "CMMD",
  group: "measuring",
  about:
    "Maximum mean discrepancy of two sets of unit CLIP embeddings, σ = 10 (Jayasumana et al. 2024), with the value for two sets of one distribution as a baseline. Few samples make the published estimate large, by about 1/n, as the baseline shows; compare only values of equal n. Values of two CLIPs cannot be compared.",
  sink: true,
  inputs: setPorts,
  outputs: {
    value: output(number, "CMMD", "Between the two sets."),
    baseline: output(
      number,
      "Baseline",
      "The same for both sets mixed and split again: the value by chance.",
    ),
    table: output(table, "Table", "Both, and the number of embeddings."),
  },
  params: {
    estimator: choice({
      title: "Estimator",
      about:
        "V-statistic, as published: never negative, too large for few samples. U-statistic: right on average for any n, 0 on average for one distribution, and so negative at times.",
      default: "V-statistic",
      options: ["V-statistic", "U-statistic"],
    }),
    ...baselineParams,
  },
  async execute({ made, reference, estimator, ...splitting }, context) {
    const unbiased = estimator === "U-statistic";
    const sets = embeddingSets(made, reference, unbiased ? 2 : 1);
    const unit = { ...sets, made: sets.made.map(normalize), reference: sets.reference.map(normalize) };
    const measure = (a: readonly Tensor[], b: readonly Tensor[]) => ({
      // Rounding alone can take the V-statistic below 0.
      value: unbiased ? unbiasedCmmd(a, b) : Math.max(0, distanceOf(a, b)),
    });
    const { value } = measure(unit.made, unit.reference);
    const baseline = await chanceBaseline(unit, measure, splitting, context);
    return {
      value: { items: [value] },
      baseline: { items: [baseline.value] },
      table: measured(`CMMD (${estimator}) of ${sets.text}.`, {
        CMMD: value,
        "baseline, one distribution": baseline.value,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});
