import { norm, normalize, scale, slerp, subtract, type Tensor } from "@unclip/tensor";

/**
 * z_d = norm(z_t − z_t0): what changes between two captions (paper §3.3), of length 1. All are [d]. Throws TensorError
 * `zero-vector` for two equal captions.
 */
export function textDirection(from: Tensor, to: Tensor): Tensor {
  return normalize(subtract(to, from));
}

/**
 * z_θ = slerp(z_i, z_d, θ): an image embedding, turned towards a {@link textDirection} (paper §3.3). All are [d]. z_d is
 * taken at ‖z_i‖, since public CLIP embeddings are not unit vectors, so that z_θ is as long as z_i whatever θ. Throws
 * TensorError `zero-vector` for a z_i of zeros, `antipodal` if z_d is opposite to z_i, `range` for θ outside [0, 1].
 */
export function textDiff(image: Tensor, direction: Tensor, theta: number): Tensor {
  return slerp(image, scale(direction, norm(image)), theta, "keep-a");
}
