import { HostError } from "@unclip/host";
import type { Pca } from "@unclip/tensor";
import type { Model } from "./model.ts";
import { requireOrthonormal } from "./require-orthonormal.ts";

const packed = new WeakMap<Model, Promise<Pca>>();

/**
 * The principal components that the pack has of its image embeddings. The total variance is that of its components,
 * since a pack does not say what lies outside them. Throws HostError `model_part_missing` where the pack has none.
 */
export function packPca(model: Model): Promise<Pca> {
  let pca = packed.get(model);
  if (!pca) {
    pca = readPca(model);
    packed.set(model, pca);
    pca.catch(() => packed.delete(model));
  }
  return pca;
}

async function readPca(model: Model): Promise<Pca> {
  const { pca: spec, id } = model.manifest;
  if (!spec) {
    throw new HostError(
      "model_part_missing",
      `The pack "${id}" has no principal components. Choose a pack that has some, or fit some to embeddings.`,
    );
  }
  const [mean, components, eigenvalues] = await Promise.all([
    model.tensor(spec.mean),
    model.tensor(spec.basis),
    model.tensor(spec.eigenvalues),
  ]);
  requireOrthonormal(components, `${id}: ${spec.basis}`);
  const totalVariance = eigenvalues.data.reduce((sum, value) => sum + value, 0);
  return { mean, components, eigenvalues, totalVariance };
}
