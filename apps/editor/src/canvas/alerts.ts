import type { Problem } from "@unclip/engine";
import { usesAround } from "@unclip/graph";

/**
 * Nodes with a sentence at their foot: those that failed or remarked, with the uses of parts that they stand in, and
 * those with a problem of the node as a whole.
 */
export function alertedNodes(
  failed: ReadonlySet<string>,
  remarked: ReadonlySet<string>,
  errors: readonly Problem[],
): ReadonlySet<string> {
  const alerted = new Set([...failed, ...remarked].flatMap((id) => [id, ...usesAround(id)]));
  for (const { node, port } of errors) if (node !== undefined && port === undefined) alerted.add(node);
  return alerted;
}
