/**
 * Across CLIP's modality gap without a network: texts and images lie apart in the joint space by nearly one vector
 * (Liang et al. 2022, "Mind the Gap"), so adding that vector moves a text embedding into the region of image embeddings.
 */
import { HostError } from "@unclip/host";
import { combine, normalize, type Tensor } from "@unclip/tensor";
import type { Model } from "./model.ts";

/**
 * z_t + amount · (mean of z_i − z_t over the pack's training pictures), all [d]. Of length 1 if the pack's embeddings
 * are. An amount of 0 returns z_t unchanged. Throws HostError `model_part_missing` if the pack has no mean gap,
 * TensorError `zero-vector` if the sum is zero and has to be normalised.
 */
export async function acrossMeanGap(model: Model, text: Tensor, amount = 1): Promise<Tensor> {
  const { id, embedding } = model.manifest;
  if (embedding.meanGap === undefined) {
    throw new HostError(
      "model_part_missing",
      `The pack "${id}" has no mean gap between texts and images. Choose a pack that has one, or use a prior.`,
    );
  }
  if (amount === 0) return text;
  const moved = combine(1, text, amount, await model.tensor(embedding.meanGap));
  return embedding.unitNorm ? normalize(moved) : moved;
}
