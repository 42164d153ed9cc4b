/** Ids of nodes inside parts, as runs and problems have them: `"draw/prior"` is the node `prior` in the use `draw`. */
import type { NodeId } from "./types.ts";

/** The id of a node inside a use of a part: `"draw"` and `"prior"` → `"draw/prior"`. */
export function innerId(use: NodeId, id: NodeId): NodeId {
  return `${use}/${id}`;
}

/** What the ids of all nodes inside a use of a part begin with: `"draw"` → `"draw/"`. */
export function innerPath(use: NodeId): string {
  return innerId(use, "");
}

/** Splits an id before its last step: `"a/b/c"` → `"a/b/"` and `"c"`. The path of a node of the graph itself is empty. */
export function splitId(id: NodeId): { readonly path: string; readonly id: NodeId } {
  const at = id.lastIndexOf("/") + 1;
  return { path: id.slice(0, at), id: id.slice(at) };
}

/** The ids along the way to a node, outermost first: `"a/b/c"` → `"a"`, `"b"`, `"c"`. */
export function stepsOf(id: NodeId): readonly NodeId[] {
  return id.split("/");
}

/** The node of the graph itself that is, or that holds, a node: `"a/b/c"` → `"a"`. */
export function outermost(id: NodeId): NodeId {
  const end = id.indexOf("/");
  return end < 0 ? id : id.slice(0, end);
}

/** The uses of parts that a node is inside of, outermost first: `"a/b/c"` → `"a"` and `"a/b"`. */
export function usesAround(id: NodeId): readonly NodeId[] {
  const uses: NodeId[] = [];
  for (let end = id.indexOf("/"); end >= 0; end = id.indexOf("/", end + 1)) uses.push(id.slice(0, end));
  return uses;
}
