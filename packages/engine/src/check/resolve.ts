/** The resolved graph: its nodes as a run knows them, parts unfolded. Whatever looks at all nodes looks at these. */
import { type Graph, type GraphNode, own, portRef } from "@unclip/graph";
import type { NodeTypeTable, Vocabulary } from "../contract/describe.ts";
import { type FlatNode, unfold } from "./unfold.ts";

/** A node of the resolved graph; inside a use of a part its id is `"use/inner"`. */
export interface ResolvedNode extends FlatNode {
  /** Its node type; `undefined` where the vocabulary has none of that name. */
  readonly table: NodeTypeTable | undefined;
}

/** Every node of the resolved graph. Uses whose part is unknown or contains itself are left out: `check` names them. */
export function resolvedNodes(graph: Graph, vocabulary: Vocabulary): readonly ResolvedNode[] {
  return [...unfold(graph).nodes.values()].map((flat) => ({
    ...flat,
    table: own(vocabulary.nodeTypes, flat.node.type),
  }));
}

/**
 * The same graph without parts: each use is replaced by the nodes of its part, named `"use/inner"`, with what the use
 * gives them. It runs as the graph does, and a literal of one use can be set apart from those of the others.
 */
export function withoutParts(graph: Graph): Graph {
  const { parts, ...rest } = graph;
  if (parts === undefined) return graph;
  const nodes: Record<string, GraphNode> = {};
  for (const { id, node, sources } of unfold(graph).nodes.values()) {
    const { inputs: _, ...others } = node;
    const inputs = Object.fromEntries([...sources].map(([port, at]) => [port, portRef(at.node, at.port)]));
    nodes[id] = sources.size === 0 ? others : { ...others, inputs };
  }
  return { ...rest, nodes };
}
