import { norm, normalize, scale, slerp, subtract, type Tensor } from "@unclip/tensor";

/**
 * z_θ = slerp(z_i, norm(z_t − z_t0), θ): an image embedding, turned towards what changes between two captions (paper
 * §3.3). All are [d]. The difference is taken at ‖z_i‖, since public CLIP embeddings are not unit vectors, so that z_θ
 * is as long as z_i whatever θ. Throws TensorError `zero-vector` for two equal captions or a z_i of zeros, `antipodal`
 * where the difference points away from z_i, `range` for θ outside [0, 1].
 */
export function textDiff(
  image: Tensor,
  { from, to, theta }: { readonly from: Tensor; readonly to: Tensor; readonly theta: number },
): Tensor {
  const direction = normalize(subtract(to, from));
  return slerp(image, scale(direction, norm(image)), theta, "keep-a");
}
