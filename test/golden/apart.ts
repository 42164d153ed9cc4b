import type { Tensor } from "@unclip/tensor";

/** Root mean square of what two pictures of one size differ by, pixels in 0..1. */
export const apart = (a: Tensor, b: Tensor): number =>
  Math.sqrt(a.data.reduce((sum, x, i) => sum + ((x - b.data[i]!) / 2) ** 2, 0) / a.data.length);
