import type { Problem } from "@unclip/engine";

/** Nodes with a sentence at their foot: those that failed, and those with a problem of the node as a whole. */
export function alertedNodes(failed: ReadonlySet<string>, errors: readonly Problem[]): ReadonlySet<string> {
  const alerted = new Set(failed);
  for (const { node, port } of errors) if (node !== undefined && port === undefined) alerted.add(node);
  return alerted;
}
