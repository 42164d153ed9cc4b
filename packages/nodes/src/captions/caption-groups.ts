/**
 * Assigns the items of a batch to captions, for example the candidates to rank or the pictures to compare.
 */
import { type Batch, NodeError } from "@unclip/engine";

export interface CaptionGroup {
  /** Index of the caption in its batch. */
  readonly caption: number;
  /** Indices of its items, in order. */
  readonly members: readonly number[];
}

/**
 * Groups `count` items by their captions, in the order of the captions. A single caption gets all items. With one
 * caption per item, items with equal captions form a group. With fewer captions, each gets the same number of
 * consecutive items, as repeat, the rows of pairs and a prior's candidates order them.
 *
 * @param key returns equal keys for equal captions
 * @param name plural name of the items, for messages
 * @throws NodeError `batch_mismatch` if the items cannot be divided evenly among the captions
 */
export function captionGroups<V>(
  count: number,
  captions: Batch<V>,
  key: (caption: V) => string,
  name: string,
): readonly CaptionGroup[] {
  const { length } = captions.items;
  if (count % length !== 0) {
    throw new NodeError(
      "batch_mismatch",
      `Found ${count} ${name} for ${length} captions, expected one caption for all, one for each, or as many ${name} for every caption. Connect the captions that they were made from.`,
    );
  }
  if (length < count) {
    const each = count / length;
    return captions.items.map((_, caption) => ({
      caption,
      members: Array.from({ length: each }, (_, k) => caption * each + k),
    }));
  }
  const groups = new Map<string, { caption: number; members: number[] }>();
  for (const [i, caption] of captions.items.entries()) {
    const group = groups.get(key(caption));
    if (group) group.members.push(i);
    else groups.set(key(caption), { caption: i, members: [i] });
  }
  return [...groups.values()];
}
