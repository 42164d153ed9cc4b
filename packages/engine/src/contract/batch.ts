/** Batches: how values of different lengths meet. A batch of one goes with a batch of any length. */
import type { Batch } from "./kind.ts";

/** Makes a batch. Throws when labels are given and are not one an item. */
export function batch<V>(items: readonly V[], labels?: readonly string[]): Batch<V> {
  if (labels !== undefined && labels.length !== items.length)
    throw new Error(
      `A batch of ${items.length} items got ${labels.length} labels; give one an item, or none.`,
    );
  return labels === undefined ? { items } : { items, labels };
}

/** Batches cannot meet: two lengths that differ, neither of them 1. */
export class BatchMismatch extends Error {
  readonly code = "batch_mismatch";
}

/**
 * The length at which batches meet: that of those not of length one, or one. No batch at all is one item.
 * Throws {@link BatchMismatch} that names both lengths and both ports.
 */
export function broadcastLength(batches: Readonly<Record<string, Batch | undefined>>): number {
  let length = 1;
  let leader = "";
  for (const [port, given] of Object.entries(batches)) {
    const found = given?.items.length ?? 1;
    if (found === 1 || found === length) continue;
    if (leader !== "")
      throw new BatchMismatch(
        `"${leader}" carries ${length} items and "${port}" ${found}; batches must be of one length, or of length 1. Give both as many, or one of them a single item.`,
      );
    length = found;
    leader = port;
  }
  return length;
}

/** Item `index` of a batch as it meets longer ones: a batch of one gives its only item to every index. */
export function itemAt<V>(given: Batch<V>, index: number): V {
  return given.items[given.items.length === 1 ? 0 : index] as V;
}

/** Labels for a result of `length` items: those of the first batch that has as many, or none. */
export function broadcastLabels(
  batches: Readonly<Record<string, Batch | undefined>>,
  length: number,
): readonly string[] | undefined {
  for (const given of Object.values(batches))
    if (given?.labels !== undefined && given.items.length === length) return given.labels;
  return undefined;
}
