/**
 * Items of an `each` node that can share model calls, because what cannot differ within a call is the same.
 */
import { ItemError } from "@unclip/engine";

/**
 * Computes items group by group, those with equal `key` together, and returns the results in the order of items.
 * `compute` gets the items of a group, their indices, and how many items were done before. Where it fails for an item,
 * the ItemError is of the item's place among all.
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
      // the item's place in the group is not its place among all of them
      const place = thrown instanceof ItemError ? thrown.item : indices.length === 1 ? 0 : undefined;
      throw place === undefined ? thrown : new ItemError(indices[place]!, thrown);
    });
    for (const [k, i] of indices.entries()) results[i] = computed[k]!;
    done += indices.length;
  }
  return results;
}
