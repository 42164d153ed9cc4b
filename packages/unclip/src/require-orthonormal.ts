import { HostError } from "@unclip/host";
import type { Tensor } from "@unclip/tensor";

/** How far a scalar product of two rows may be from that of an orthonormal basis: 32-bit and 16-bit files differ in it. */
const tolerance = 1e-3;

/** Throws HostError `model_invalid` unless the rows of a basis [n, d] are orthonormal. `where` names it for people. */
export function requireOrthonormal({ data, shape: [n = 0, d = 0] }: Tensor, where: string): void {
  for (let p = 0; p < n; p++) {
    for (let q = 0; q <= p; q++) {
      let product = 0;
      for (let i = 0; i < d; i++) product += data[p * d + i]! * data[q * d + i]!;
      const expected = p === q ? 1 : 0;
      if (Math.abs(product - expected) <= tolerance) continue;
      throw new HostError(
        "model_invalid",
        `${where}: found a basis whose rows ${q} and ${p} have the scalar product ${product.toPrecision(4)}, expected ${expected}. Export the pack again.`,
      );
    }
  }
}
