import { output } from "@unclip/engine";
import { frechetDistance as distanceOf, moments, type Tensor } from "@unclip/tensor";
import { allNode } from "../define-node.ts";
import { number, table } from "../kinds/kinds.ts";
import { baselineParams, chanceBaseline } from "./chance-baseline.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";

export const frechetDistance = allNode({
  type: "frechet-distance",
  version: 2,
  title: "Fréchet distance",
  group: "measuring",
  about:
    "Distance of two sets of embeddings, each modelled as a Gaussian (Heusel et al. 2017, eq. 6), with the value for two sets of one distribution as a baseline. Few samples make it large, as the baseline shows. It is not FID.",
  sink: true,
  inputs: setPorts,
  outputs: {
    distance: output(number, "Distance", "Between the two sets."),
    baseline: output(
      number,
      "Baseline",
      "The same for both sets mixed and split again: the value by chance.",
    ),
    table: output(table, "Table", "Both, and the number of embeddings."),
  },
  params: baselineParams,
  async execute({ made, reference, ...splitting }, context) {
    const sets = embeddingSets(made, reference, 2);
    const measure = (a: readonly Tensor[], b: readonly Tensor[]) => ({
      distance: distanceOf(moments(a), moments(b)),
    });
    const { distance } = measure(sets.made, sets.reference);
    const baseline = await chanceBaseline(sets, measure, splitting, context);
    return {
      distance: { items: [distance] },
      baseline: { items: [baseline.distance] },
      table: measured(`Fréchet distance of ${sets.text}.`, {
        "Fréchet distance": distance,
        "baseline, one distribution": baseline.distance,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});
