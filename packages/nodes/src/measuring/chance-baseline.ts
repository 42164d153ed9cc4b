import type { NodeContext } from "@unclip/engine";
import { integer, seed } from "@unclip/engine";
import type { Tensor } from "@unclip/tensor";
import { randomOf } from "@unclip/unclip";
import type { EmbeddingSets } from "./embedding-sets.ts";

/** Params of a measure with a baseline. */
export const baselineParams = {
  splits: integer({
    title: "Splits",
    about: "How often to mix and split the sets; the baseline is the mean.",
    default: 4,
    min: 1,
    max: 64,
  }),
  seed: seed({ about: "How the sets are mixed." }),
};

/**
 * The value of a measure by chance. Mixes both sets and splits them into sets of the same sizes, `splits` times. Returns
 * the mean of each number that `measure` returns. Two sets of these sizes from one distribution have this value if
 * their members are drawn independently.
 */
export async function chanceBaseline<Key extends string>(
  { made, reference }: EmbeddingSets,
  measure: (made: readonly Tensor[], reference: readonly Tensor[]) => Readonly<Record<Key, number>>,
  { splits, seed }: { readonly splits: number; readonly seed: number },
  { signal, progress }: Pick<NodeContext<never>, "signal" | "progress">,
): Promise<Record<Key, number>> {
  const pool = [...made, ...reference];
  const source = randomOf("baseline", seed);
  const sums = new Map<Key, number>();
  for (let split = 1; split <= splits; split++) {
    // Lets a cancel arrive between two splits.
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    shuffle(pool, source.uniform);
    const found = measure(pool.slice(0, made.length), pool.slice(made.length));
    for (const [key, value] of Object.entries(found) as [Key, number][])
      sums.set(key, (sums.get(key) ?? 0) + value);
    progress(split, splits);
  }
  return Object.fromEntries([...sums].map(([key, sum]) => [key, sum / splits])) as Record<Key, number>;
}

/** Shuffles in place, uniformly (Fisher & Yates). */
function shuffle<T>(items: T[], uniform: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
