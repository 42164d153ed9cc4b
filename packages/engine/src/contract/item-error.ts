import { runError } from "./node-error.ts";

/** Which of the items that a node was given could not be computed; code and message are those of what was thrown. */
export class ItemError extends Error {
  readonly code: string;
  /** Place among the items that the node was given, from 0. */
  readonly item: number;
  constructor(item: number, thrown: unknown) {
    const { code, message } = runError(thrown);
    super(message, { cause: thrown });
    this.name = "ItemError";
    this.code = code;
    this.item = item;
  }
}

/** Computes item `item`, now or later; what it throws is an {@link ItemError}, so that the run can say which item it was. */
export function atItem<T>(item: number, compute: () => T): T {
  try {
    const made = compute();
    return made instanceof Promise ? (made.catch((thrown) => fail(item, thrown)) as T) : made;
  } catch (thrown) {
    return fail(item, thrown);
  }
}

/** `items.map(one)` that says which item it was when one fails; for nodes that prepare something for all items first. */
export function perItem<Item, Output>(
  items: readonly Item[],
  one: (item: Item, index: number) => Output,
): Output[] {
  return items.map((item, index) => atItem(index, () => one(item, index)));
}

function fail(item: number, thrown: unknown): never {
  throw thrown instanceof ItemError ? thrown : new ItemError(item, thrown);
}
