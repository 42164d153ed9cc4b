import type { Problem } from "@unclip/engine";

/**
 * Nodes with a sentence at their foot: those that failed or remarked, with the uses of parts that they stand in, and
 * those with a problem of the node as a whole.
 */
export function alertedNodes(
  failed: ReadonlySet<string>,
  remarked: ReadonlySet<string>,
  errors: readonly Problem[],
): ReadonlySet<string> {
  const alerted = new Set([...failed, ...remarked].flatMap(withUses));
  for (const { node, port } of errors) if (node !== undefined && port === undefined) alerted.add(node);
  return alerted;
}

/** `a/b/c`, `a/b` and `a`: a node as a run knows it, and the uses that it stands in. */
function withUses(id: string): string[] {
  const names = id.split("/");
  return names.map((_, k) => names.slice(0, names.length - k).join("/"));
}
