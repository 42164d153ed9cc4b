import { atItem } from "./item-error.ts";
import type { NodeContext } from "./node-type.ts";

/**
 * Turns a function of one item into the `execute` of an `each` node: items one after another, the signal checked
 * between two, progress counted over all of them. One that fails is named.
 */
export function each<Item, Output, Host>(
  one: (item: Item, context: NodeContext<Host>) => Output | Promise<Output>,
): (items: readonly Item[], context: NodeContext<Host>) => Promise<readonly Output[]> {
  return async (items, context) => {
    const outputs: Output[] = [];
    for (const [index, item] of items.entries()) {
      context.signal.throwIfAborted();
      outputs.push(await atItem(index, () => one(item, itemContext(context, index, items.length))));
    }
    return outputs;
  };
}

function itemContext<Host>(context: NodeContext<Host>, index: number, count: number): NodeContext<Host> {
  return {
    ...context,
    progress: (step, of, preview) =>
      context.progress(index * of + step, count * of, preview && { asset: preview.asset, item: index }),
    remark: (text) => context.remark(text, index),
  };
}
