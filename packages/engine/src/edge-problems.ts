/** Problems of names: node types that do not exist, and edges with an end that does not. */
import { type Graph, type NodePort, own } from "@unclip/graph";
import type { NodeTypeTable, Vocabulary } from "./describe.ts";
import { alternatives, nearest } from "./nearest.ts";
import { error, type Problem } from "./problem.ts";
import type { FlatNode } from "./unfold.ts";
import type { WiredNode } from "./wired-node.ts";

export function typeProblem(flat: FlatNode, vocabulary: Vocabulary): Problem {
  const near = nearest(flat.node.type, Object.keys(vocabulary.nodeTypes));
  return error({
    code: "node_type_unknown",
    node: flat.id,
    found: `the node type "${flat.node.type}", which does not exist here`,
    expected: near.length === 0 ? "a known node type" : alternatives(near),
    remedy: near.length === 0 ? "List the node types and choose one" : "Correct the name",
  });
}

/** What is wrong with an edge into `port`: the port is unknown, or its source is. */
export function edgeProblem(
  into: WiredNode,
  port: string,
  source: NodePort,
  from: WiredNode | undefined,
  graph: Graph,
  byId: ReadonlyMap<string, WiredNode>,
): Problem | undefined {
  const { table } = into;
  if (table !== undefined && own(table.inputs, port) === undefined && own(table.params, port) === undefined)
    return portUnknown(into, port, table);
  if (from === undefined) return sourceMissing(into, port, source, graph, byId);
  if (from.table !== undefined && own(from.table.outputs, source.port) === undefined)
    return outputMissing(into, port, source, from.table);
  return undefined;
}

function portUnknown(into: WiredNode, port: string, table: NodeTypeTable): Problem {
  const names = [...Object.keys(table.inputs), ...Object.keys(table.params)];
  const near = nearest(port, names);
  return error({
    code: "port_unknown",
    node: into.flat.id,
    port,
    found: `an edge into "${port}", which ${table.type} does not have`,
    expected:
      names.length === 0 ? "no edge (it has no inputs)" : alternatives(near.length > 0 ? near : names),
    remedy: "Connect it to another port, or remove it",
  });
}

function sourceMissing(
  into: WiredNode,
  port: string,
  source: NodePort,
  graph: Graph,
  byId: ReadonlyMap<string, WiredNode>,
): Problem {
  const use = own(graph.nodes, source.node);
  if (use?.type.startsWith("part:")) {
    const outputs = Object.keys(own(graph.parts, use.type.slice("part:".length))?.outputs ?? {});
    return dangling(into, port, `an output "${source.port}" that ${use.type} does not have`, outputs);
  }
  const near = nearest(source.node, byId.keys());
  return dangling(into, port, `an edge from "${source.node}", which does not exist`, near);
}

function outputMissing(into: WiredNode, port: string, source: NodePort, table: NodeTypeTable): Problem {
  const what = `an edge from "${source.node}.${source.port}", but ${table.type} has no such output`;
  return dangling(into, port, what, Object.keys(table.outputs));
}

function dangling(into: WiredNode, port: string, found: string, names: readonly string[]): Problem {
  return error({
    code: "edge_dangling",
    node: into.flat.id,
    port,
    found,
    expected: names.length === 0 ? "an output port of a node of the graph" : alternatives(names),
    remedy: "Connect it again, or remove it",
  });
}
