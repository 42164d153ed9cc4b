/** Where parts are used: among the nodes of the graph, and among those of other parts. */
import { ChangeError } from "../change.ts";
import { own } from "../own.ts";
import { partOf } from "../part-use.ts";
import { splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, NodeId, Part } from "../types.ts";
import { withInputs } from "./nodes.ts";

type Nodes = Readonly<Record<NodeId, GraphNode>>;

/** Throws {@link ChangeError} `part_unknown`. */
export function existingPart(graph: Graph, name: string): Part {
  const part = own(graph.parts, name);
  if (part === undefined)
    throw new ChangeError("part_unknown", `The graph has no part "${name}"; name one that it has.`);
  return part;
}

/** A node that uses a part, and the part. Throws {@link ChangeError} `node_unknown` or `part_unknown`. */
export function requireUse(graph: Graph, id: NodeId): { readonly node: GraphNode; readonly part: Part } {
  const node = own(graph.nodes, id);
  if (node === undefined)
    throw new ChangeError("node_unknown", `The graph has no node "${id}"; name one that it has.`);
  const name = partOf(node);
  if (name === undefined)
    throw new ChangeError("part_unknown", `"${id}" is a ${node.type}; name a node that uses a part.`);
  return { node, part: existingPart(graph, name) };
}

/** Whether any node of the graph or of its parts uses the part. */
export function isUsed(graph: Graph, name: string): boolean {
  return [graph.nodes, ...Object.values(graph.parts ?? {}).map((part) => part.nodes)].some((nodes) =>
    Object.values(nodes).some((node) => partOf(node) === name),
  );
}

/** The graph with `edit` done to its nodes and to those of each part; what it returns unchanged keeps its identity. */
export function mapNodes(graph: Graph, edit: (nodes: Nodes) => Nodes): Graph {
  const nodes = edit(graph.nodes);
  if (graph.parts === undefined) return nodes === graph.nodes ? graph : { ...graph, nodes };
  const parts = Object.entries(graph.parts).map(([name, part]) => {
    const inner = edit(part.nodes);
    return [name, inner === part.nodes ? part : { ...part, nodes: inner }] as const;
  });
  return { ...graph, nodes, parts: Object.fromEntries(parts) };
}

/** Nodes with the edges and literals gone that led to, or came from, ports that a part no longer declares. */
export function withoutPorts(
  nodes: Nodes,
  name: string,
  gone: { readonly inputs: ReadonlySet<string>; readonly outputs: ReadonlySet<string> },
): Nodes {
  const uses = new Set(Object.keys(nodes).filter((id) => partOf(nodes[id]) === name));
  if (uses.size === 0) return nodes;
  const entries = Object.entries(nodes).map(([id, node]) => {
    const isUse = uses.has(id);
    const edges = Object.entries(node.inputs ?? {});
    const kept = edges.filter(([port, ref]) => {
      const source = splitRef(ref);
      return !(isUse && gone.inputs.has(port)) && !(uses.has(source.node) && gone.outputs.has(source.port));
    });
    const literals = Object.entries(node.params ?? {});
    const left = isUse ? literals.filter(([port]) => !gone.inputs.has(port)) : literals;
    if (kept.length === edges.length && left.length === literals.length) return [id, node] as const;
    const { params: _, ...rest } = withInputs(node, kept);
    return [id, left.length === 0 ? rest : { ...rest, params: Object.fromEntries(left) }] as const;
  });
  return Object.fromEntries(entries);
}
