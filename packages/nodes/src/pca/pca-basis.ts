import { output } from "@unclip/engine";
import { retainedEnergy } from "@unclip/tensor";
import { openModel, packPca } from "@unclip/unclip";
import { eachNode } from "../define-node.ts";
import { basis as basisKind, numberList } from "../kinds/kinds.ts";
import { spaceOf } from "../kinds/spaces.ts";

export const pcaBasis = eachNode({
  type: "pca-basis",
  version: 1,
  title: "PCA basis",
  group: "PCA",
  about: "The principal components of the model's image embeddings, from its pack.",
  inputs: {},
  outputs: {
    basis: output(basisKind, "Basis", "Mean, components and their variances."),
    energy: output(
      numberList,
      "Energy",
      "Share of the variance of the model's image embeddings that the first 1, 2, … components hold; of the variance of all components if the model does not give the total.",
    ),
  },
  params: {},
  async execute(items, { host, model: id }) {
    const model = await openModel(host, id);
    const pca = await packPca(model);
    const energy = [...pca.eigenvalues.data].map((_, i) => retainedEnergy(pca, i + 1));
    return items.map(() => ({ basis: { pca, space: spaceOf(model, "image") }, energy }));
  },
});
