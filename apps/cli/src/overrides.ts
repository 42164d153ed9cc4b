/** Literals that `--seed` and `--set` put into a graph before it runs. */
import { withoutParts } from "@unclip/engine";
import { type Graph, type GraphNode, type Literal, own } from "@unclip/graph";

/** Literals by node and param. Nodes are those of the resolved graph: `"use/inner"` inside a use of a part. */
export type Overrides = ReadonlyMap<string, Readonly<Record<string, Literal>>>;

export function override(before: Overrides, node: string, param: string, value: Literal): Overrides {
  return new Map(before).set(node, { ...before.get(node), [param]: value });
}

/** The graph with these literals, which take the place of edges into the same params. Uses of parts are unfolded. */
export function overridden(graph: Graph, overrides: Overrides): Graph {
  if (overrides.size === 0) return graph;
  const flat = withoutParts(graph);
  const nodes = Object.entries(flat.nodes).map(([id, node]): [string, GraphNode] => {
    const params = overrides.get(id);
    if (params === undefined) return [id, node];
    const edges = Object.entries(node.inputs ?? {}).filter(([port]) => own(params, port) === undefined);
    return [id, { ...node, params: { ...node.params, ...params }, inputs: Object.fromEntries(edges) }];
  });
  return { ...flat, nodes: Object.fromEntries(nodes) };
}
