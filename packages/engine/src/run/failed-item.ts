import { broadcastLabels } from "../contract/batch.ts";
import { ItemError } from "../contract/item-error.ts";
import { NodeError, runError } from "../contract/node-error.ts";
import type { KeyedBatch } from "./result.ts";

/** Texts that are longer than this name no item. */
const longest = 40;

/**
 * What a node threw, with the item that it is of: `Item 3 of 8 ("antipodal"): …`. `places` are those of the items that
 * the node was given, in a batch of `length`. Unchanged where there is one item only, or nobody knows which it was.
 */
export function failedItem(
  thrown: unknown,
  places: readonly number[],
  inputs: Readonly<Record<string, KeyedBatch>>,
  length: number,
): unknown {
  const given = thrown instanceof ItemError ? thrown.item : places.length === 1 ? 0 : undefined;
  const place = given === undefined ? undefined : places[given];
  if (place === undefined || length === 1) return thrown;
  const { code, message } = runError(thrown);
  const name = itemName(inputs, length, place);
  const named = name === undefined ? "" : ` (${JSON.stringify(name)})`;
  return new NodeError(code, `Item ${place + 1} of ${length}${named}: ${message}`, { cause: thrown });
}

/** The item's label, else the text or number that it is made of. */
function itemName(
  inputs: Readonly<Record<string, KeyedBatch>>,
  length: number,
  place: number,
): string | number | undefined {
  const label = broadcastLabels(inputs, length)?.[place];
  if (label !== undefined) return label;
  for (const { kind, items } of Object.values(inputs)) {
    const item = items[place];
    if (!kind.plain || items.length !== length) continue;
    if (typeof item === "number" || (typeof item === "string" && item.length <= longest)) return item;
  }
  return undefined;
}
