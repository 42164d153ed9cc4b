/**
 * One code from the logits of all: guidance, temperature, nucleus.
 */

export interface CodeChoice {
  /** Divides logits: below 1 the likely codes get likelier; at 0 the likeliest is taken, the first of equals. */
  readonly temperature: number;
  /** Nucleus sampling: draws from the likeliest codes with this total probability (Holtzman et al. 2020), 0..1. */
  readonly topP: number;
}

/** l_u + s·(l_c − l_u), the paper's guidance on logits (§2.2); s = 1 is l_c, exactly. */
export function guidedLogits(
  conditional: ArrayLike<number>,
  unconditional: ArrayLike<number>,
  scale: number,
): number[] {
  return Array.from(conditional, (c, i) =>
    scale === 1 ? c : unconditional[i]! + scale * (c - unconditional[i]!),
  );
}

/** Draws a code 0..n−1 with a value u of U[0, 1). */
export function sampleCode(logits: readonly number[], { temperature, topP }: CodeChoice, u: number): number {
  const order = Array.from(logits.keys()).sort((i, j) => logits[j]! - logits[i]!);
  const largest = logits[order[0]!]!;
  if (temperature === 0) return order[0]!;
  const weights = order.map((code) => Math.exp((logits[code]! - largest) / temperature));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let nucleus = 0;
  let kept = 0;
  while (kept < weights.length && (kept === 0 || nucleus < topP * all)) nucleus += weights[kept++]!;
  let left = u * nucleus;
  for (let i = 0; i < kept; i++) {
    left -= weights[i]!;
    if (left < 0) return order[i]!;
  }
  return order[kept - 1]!;
}

/**
 * A dot-product bucket from above a percentile: the paper draws from the top half (§2.2). Buckets are quantiles, so each
 * of 0..buckets−1 holds as much of the distribution; u is a value of U[0, 1).
 */
export function sampleDotBucket(buckets: number, percentile: number, u: number): number {
  const quantile = percentile / 100 + (1 - percentile / 100) * u;
  return Math.min(buckets - 1, Math.floor(quantile * buckets));
}
