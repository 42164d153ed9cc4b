/** Cached results whose pictures are gone or damaged: they are dropped, so that the run computes them again. */

import type { Summary } from "../contract/kind.ts";
import type { Plan, PlannedNode } from "../plan/planned.ts";
import type { ExecuteOptions } from "./execute-options.ts";
import { type NodeResult, restore } from "./result.ts";
import type { CachedItem, RunCache } from "./run-cache.ts";

type Looking = Pick<ExecuteOptions<unknown>, "lost">;

/**
 * The cached results of a plan that are whole, by node id, and the nodes whose result is lost in part. Those are
 * computed again though what follows them is cached: people look at every result.
 */
export async function restoreAll(
  { nodes }: Plan,
  options: Pick<ExecuteOptions<unknown>, "cache" | "lost">,
): Promise<{ restored: Map<string, NodeResult>; lost: Set<string> }> {
  const restored = new Map<string, NodeResult>();
  const lost = new Set<string>();
  for (const node of nodes) {
    const result = await restoreWhole(options.cache, node, options);
    if (result === "lost") lost.add(node.id);
    else if (result !== undefined) restored.set(node.id, result);
  }
  return { restored, lost };
}

/** {@link restore} for a result that is whole; what of it is lost is dropped from the cache. */
async function restoreWhole(
  cache: RunCache,
  node: PlannedNode,
  { lost }: Looking,
): Promise<NodeResult | "lost" | undefined> {
  const result = restore(cache, node);
  if (result === undefined || lost === undefined) return result;
  const gone = await lost(assetsIn(Object.values(result.summaries).flat()));
  if (gone.size === 0) return result;
  const entry = cache.get(node.key);
  if (entry !== undefined && "items" in entry) {
    for (const key of entry.items) {
      const item = cache.get(key);
      if (item !== undefined && "values" in item && assetsOf(item).some((id) => gone.has(id)))
        cache.drop(key);
    }
  }
  cache.drop(node.key);
  return "lost";
}

/** Those of the items, by key, of which nothing is lost. */
export async function wholeItems(
  items: ReadonlyMap<string, CachedItem>,
  { lost }: Looking,
): Promise<Map<string, CachedItem>> {
  const all = [...items.values()].flatMap(assetsOf);
  const gone = lost === undefined || all.length === 0 ? new Set() : await lost(all);
  return new Map([...items].filter(([, item]) => !assetsOf(item).some((id) => gone.has(id))));
}

function assetsOf({ summaries, many = {} }: CachedItem): string[] {
  return assetsIn([...Object.values(summaries), ...Object.values(many).flatMap((batch) => batch.summaries)]);
}

function assetsIn(summaries: readonly Summary[]): string[] {
  return summaries.flatMap(({ asset }) => (asset === undefined ? [] : [asset.id]));
}
