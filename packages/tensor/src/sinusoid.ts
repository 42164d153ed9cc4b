import type { Tensor } from "./tensor.ts";
import { TensorError } from "./tensor-error.ts";

export interface SinusoidOptions {
  /** Cosines before sines. */
  readonly flip: boolean;
  /** Subtracted from the number of frequencies before spacing them: 0 or 1. */
  readonly shift: number;
  /** Longest wavelength over 2π. Default 10000. */
  readonly maxPeriod?: number;
}

/**
 * Sinusoidal embedding of a level (Vaswani et al. 2017 §3.5), [width]: sines, then cosines, of t·maxPeriod^(−i/(h − shift))
 * for i = 0..h−1, h = width/2. Throws `range` unless the width is even and h > shift.
 */
export function sinusoid(t: number, width: number, options: SinusoidOptions): Tensor {
  const { flip, shift, maxPeriod = 10_000 } = options;
  const half = width / 2;
  if (!Number.isInteger(half) || half <= shift) {
    throw new TensorError("range", `A sinusoid needs an even width above ${2 * shift}; found ${width}.`);
  }
  const data = new Float32Array(width);
  for (let i = 0; i < half; i++) {
    const angle = t * maxPeriod ** (-i / (half - shift));
    data[flip ? half + i : i] = Math.sin(angle);
    data[flip ? i : half + i] = Math.cos(angle);
  }
  return { data, shape: [width] };
}
