/**
 * The weights of an antialiased bicubic resize along one axis (Keys 1981, a = −0.5).
 */

/** Which source samples make an output sample, and how much of each. */
export interface Taps {
  readonly from: number;
  readonly to: number;
  /** First source index of each output. */
  readonly first: Int32Array;
  /** Number of sources of each output. */
  readonly count: Int32Array;
  /** `reach` weights for each output, of which `count` are used. */
  readonly weights: Float64Array;
  readonly reach: number;
}

/** The weights for an axis of `from` samples that becomes one of `to`; each output's weights add up to 1. */
export function bicubicTaps(from: number, to: number): Taps {
  const ratio = from / to;
  const widening = Math.max(ratio, 1);
  const support = 2 * widening;
  const reach = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float64Array(to * reach);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * ratio;
    const start = Math.max(0, Math.floor(center - support + 0.5));
    const end = Math.min(from, Math.floor(center + support + 0.5));
    let total = 0;
    for (let k = start; k < end; k++) {
      const weight = cubic((k + 0.5 - center) / widening);
      weights[i * reach + k - start] = weight;
      total += weight;
    }
    for (let k = 0; k < end - start; k++) weights[i * reach + k] = weights[i * reach + k]! / total;
    first[i] = start;
    count[i] = end - start;
  }
  return { from, to, first, count, weights, reach };
}

/** Keys' kernel with a = −0.5, zero beyond ±2. */
function cubic(offset: number): number {
  const x = Math.abs(offset);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}
