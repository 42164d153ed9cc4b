/** How a node says that it uses a part of its graph: by the node type `part:NAME`. */
import { own } from "./own.ts";
import type { Graph, GraphNode, Part } from "./types.ts";

const prefix = "part:";

/** The node type of nodes that use the part: `"draw"` → `"part:draw"`. */
export function partType(name: string): string {
  return prefix + name;
}

/** The name of the part that a node uses, even if the graph has no such part; `undefined` for any other node. */
export function partOf(node: Pick<GraphNode, "type"> | undefined): string | undefined {
  return node?.type.startsWith(prefix) ? node.type.slice(prefix.length) : undefined;
}

/** The part that a node uses; `undefined` for any other node, and if the graph has no such part. */
export function partUsed(
  graph: Pick<Graph, "parts">,
  node: Pick<GraphNode, "type"> | undefined,
): Part | undefined {
  const name = partOf(node);
  return name === undefined ? undefined : own(graph.parts, name);
}
