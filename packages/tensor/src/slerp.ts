import { combine, scale } from "./elementwise.ts";
import { requireSameShape, type Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";
import { directedNorm, dot } from "./vector.ts";

/** Length of the result: interpolated between ‖a‖ and ‖b‖, kept at ‖a‖, or 1. */
export type NormRule = "interpolate" | "keep-a" | "unit";

/** Beyond this cosine the arc is so short (or so close to half a turn) that sin ω divides noise by noise. */
const STRAIGHT = 1 - 1e-6;

/**
 * Spherical interpolation from a (θ = 0) to b (θ = 1): the direction turns at constant speed along the great arc
 * (Shoemake 1985; Ramesh et al. 2022 §3.2), the length follows `norm`, because public CLIP embeddings are not
 * unit vectors. Works on tensors of any one shape, as vectors. Endpoints give the inputs exactly, rescaled only if
 * the norm rule says so.
 * Throws `range` for θ outside [0, 1], `zero-vector`, and `antipodal` for opposite directions.
 */
export function slerp(a: Tensor, b: Tensor, theta: number, rule: NormRule = "interpolate"): Tensor {
  requireSameShape("slerp", a, b);
  if (!(theta >= 0 && theta <= 1)) throw new TensorError("range", `slerp takes θ in [0, 1]; found ${theta}.`);
  const lengthA = directedNorm("slerp", a);
  const lengthB = directedNorm("slerp", b);
  const length = rule === "unit" ? 1 : rule === "keep-a" ? lengthA : (1 - theta) * lengthA + theta * lengthB;
  if (theta === 0) return scale(a, length / lengthA);
  if (theta === 1) return scale(b, length / lengthB);

  const cos = dot(a, b) / (lengthA * lengthB);
  if (cos < -STRAIGHT) {
    const about = "slerp found two opposite vectors, between which every great arc is as short.";
    throw new TensorError("antipodal", `${about} Go through a third vector, or change one of the two.`);
  }
  const [weightA, weightB] = cos > STRAIGHT ? [1 - theta, theta] : arcWeights(Math.acos(cos), theta);
  // Near-parallel vectors are mixed linearly, which shortens them a little: ‖pâ + qb̂‖² = p² + q² + 2pq·cos ω.
  const mixed = Math.sqrt(weightA ** 2 + weightB ** 2 + 2 * weightA * weightB * cos);
  return combine((weightA * length) / (mixed * lengthA), a, (weightB * length) / (mixed * lengthB), b);
}

function arcWeights(omega: number, theta: number): [number, number] {
  const sin = Math.sin(omega);
  return [Math.sin((1 - theta) * omega) / sin, Math.sin(theta * omega) / sin];
}
