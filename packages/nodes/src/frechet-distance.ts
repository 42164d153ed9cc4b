import { integer, output, seed as seedParam } from "@unclip/engine";
import { frechetDistance as distanceOf, moments, type Tensor } from "@unclip/tensor";
import { randomOf } from "@unclip/unclip";
import { allNode } from "./define-node.ts";
import { embeddingSets, measured, setPorts } from "./embedding-sets.ts";
import { number, table } from "./kinds.ts";

export const frechetDistance = allNode({
  type: "frechet-distance",
  version: 2,
  title: "Fréchet distance",
  group: "measuring",
  about:
    "Distance of two sets of embeddings, each taken as one Gaussian (Heusel et al. 2017, eq. 6), beside what it would be were both of one distribution. Few samples make it large, which the baseline shows; it is no FID.",
  sink: true,
  inputs: setPorts,
  outputs: {
    distance: output(number, "Distance", "Between the two sets."),
    baseline: output(number, "Baseline", "The same of both sets mixed and split again: what chance gives."),
    table: output(table, "Table", "Both, and how many embeddings they are of."),
  },
  params: {
    splits: integer({
      title: "Splits",
      about: "How often the sets are mixed and split for the baseline, which is the mean.",
      default: 4,
      min: 1,
      max: 64,
    }),
    seed: seedParam({ about: "How the sets are mixed." }),
  },
  async execute({ made, reference, splits, seed }, { signal, progress }) {
    const sets = embeddingSets(made, reference, 2);
    const between = (a: readonly Tensor[], b: readonly Tensor[]) => distanceOf(moments(a), moments(b));
    const distance = between(sets.made, sets.reference);
    const pool = [...sets.made, ...sets.reference];
    const source = randomOf("frechet-distance", seed);
    let sum = 0;
    for (let split = 1; split <= splits; split++) {
      signal.throwIfAborted();
      shuffle(pool, source.uniform);
      sum += between(pool.slice(0, sets.made.length), pool.slice(sets.made.length));
      progress(split, splits);
    }
    const baseline = sum / splits;
    return {
      distance: { items: [distance] },
      baseline: { items: [baseline] },
      table: measured(`Fréchet distance of ${sets.text}.`, {
        "Fréchet distance": distance,
        "baseline, one distribution": baseline,
        "n made": sets.made.length,
        "n reference": sets.reference.length,
      }),
    };
  },
});

/** In place, every order as likely as another (Fisher & Yates). */
function shuffle<T>(items: T[], uniform: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
