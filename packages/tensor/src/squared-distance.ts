import { requireSameShape, type Tensor } from "./tensor.ts";

/** ‖a − b‖², summed in 64 bits. Throws `shape`. */
export function squaredDistance(a: Tensor, b: Tensor): number {
  requireSameShape("A distance", a, b);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i]! - b.data[i]!) ** 2;
  return sum;
}
