/**
 * Groups items of an `each` node that can share model calls because they have the same settings.
 */
import { ItemError } from "@unclip/engine";

/**
 * Computes items group by group, those with equal `key` together, and returns the results in the order of items.
 * `compute` gets the items of a group, their indices, and the number of items done before. If it fails for an item,
 * the ItemError has the item's index in the whole batch.
 */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  key: (item: Item) => string,
  compute: (group: readonly Item[], indices: readonly number[], done: number) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const groups = new Map<string, number[]>();
  for (const [i, item] of items.entries()) {
    const group = groups.get(key(item));
    if (group) group.push(i);
    else groups.set(key(item), [i]);
  }
  const results = new Array<Result>(items.length);
  let done = 0;
  for (const indices of groups.values()) {
    const computed = await compute(
      indices.map((i) => items[i]!),
      indices,
      done,
    ).catch((thrown) => {
      // the index within the group → the index within the batch
      const place = thrown instanceof ItemError ? thrown.item : indices.length === 1 ? 0 : undefined;
      throw place === undefined ? thrown : new ItemError(indices[place]!, thrown);
    });
    for (const [k, i] of indices.entries()) results[i] = computed[k]!;
    done += indices.length;
  }
  return results;
}
