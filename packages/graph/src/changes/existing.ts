import type { Draft } from "immer";
import { ChangeError, type GraphDraft } from "../change.ts";
import { own } from "../own.ts";
import { nodeIdPattern } from "../schema.ts";
import type { GraphNode, NodeId } from "../types.ts";

/** The node to edit. Throws {@link ChangeError} `node_unknown`. */
export function existingNode(draft: GraphDraft, id: NodeId): Draft<GraphNode> {
  const node = own(draft.nodes, id);
  if (node === undefined)
    throw new ChangeError("node_unknown", `The graph has no node "${id}"; name one that it has.`);
  return node as Draft<GraphNode>;
}

/** Throws {@link ChangeError} `id_invalid` or `id_taken` unless `id` can be added to `record`. */
export function requireFree(record: Readonly<Record<string, unknown>> | undefined, id: string): void {
  if (!nodeIdPattern.test(id) || id === "constructor" || id === "prototype")
    throw new ChangeError("id_invalid", `"${id}" cannot be an id; use 1 to 64 of a-z, 0-9 and -.`);
  if (own(record, id) !== undefined)
    throw new ChangeError("id_taken", `"${id}" is taken; choose another id.`);
}
