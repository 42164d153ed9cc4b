import type { Plan, PlannedNode } from "../plan/planned.ts";
import type { RunCache } from "./run-cache.ts";

/** Ids of the nodes that a run of this plan would compute now: the others are cached, or nothing needs them. */
export function willRun(plan: Plan, cache: RunCache): Set<string> {
  return uncachedNeeds(plan, (node) => cache.has(node.key, node.asked));
}

/** The targets and the `also` wanted nodes that are not cached, and what they need that is not cached either. */
export function uncachedNeeds(
  plan: Plan,
  cached: (node: PlannedNode) => boolean,
  also: Iterable<string> = [],
): Set<string> {
  const wanted = new Set([...plan.targets, ...also]);
  const needs = new Set<string>();
  for (let i = plan.nodes.length - 1; i >= 0; i--) {
    const node = plan.nodes[i] as PlannedNode;
    if (!wanted.has(node.id) || cached(node)) continue;
    needs.add(node.id);
    for (const edge of node.inputs) wanted.add(edge.node);
  }
  return needs;
}
