import { HostError } from "@unclip/host";
import type { Pca } from "@unclip/tensor";
import type { Model } from "./model.ts";
import { requireOrthonormal } from "./require-orthonormal.ts";

const packed = new WeakMap<Model, Promise<Pca>>();

/**
 * The principal components of the pack's image embeddings. If the pack does not give the total variance, the variance of
 * the components is used for it. Throws HostError `model_part_missing` if the pack has no components, `model_invalid` if
 * they have more variance than the total.
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
  const held = eigenvalues.data.reduce((sum, value) => sum + value, 0);
  const { totalVariance = held } = spec;
  // Sums of 32-bit numbers differ in their last places.
  if (held > totalVariance * (1 + 1e-4)) {
    throw new HostError(
      "model_invalid",
      `${id}: found principal components of variance ${held}, expected at most ${totalVariance}, that of all directions. Export the pack again.`,
    );
  }
  return { mean, components, eigenvalues, totalVariance };
}
