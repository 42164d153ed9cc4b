/**
 * Which items of a batch belong to which caption: the candidates that are ranked against it, the pictures that are
 * compared with each other.
 */
import { type Batch, NodeError } from "@unclip/engine";

export interface CaptionGroup {
  /** Index of the caption in its batch. */
  readonly caption: number;
  /** Indices of its items, in order. */
  readonly members: readonly number[];
}

/**
 * Groups `count` items by their captions, in the order of the captions. One caption has all items. As many captions as
 * items are one for each, and items of equal captions are one group. Fewer captions have as many consecutive items
 * each, which is the order of repeat, of the rows of pairs and of a prior's candidates.
 *
 * @param key tells captions apart: those of equal keys are the same
 * @param name what the items are, for messages
 * @throws NodeError `batch_mismatch` where the items cannot be divided among the captions
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
