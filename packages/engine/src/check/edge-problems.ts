/** Problems of names: node types that do not exist, and edges with an end that does not. */
import { type Graph, type NodePort, own, partOf, partUsed, portRef, splitId } from "@unclip/graph";
import type { NodeTypeTable, Vocabulary } from "../contract/describe.ts";
import type { Findings } from "./findings.ts";
import { alternatives, type Effort, nearest } from "./nearest.ts";
import { type Parts, shortened } from "./problem.ts";
import type { ResolvedNode } from "./resolved-graph.ts";

export function typeProblem({ id, node }: ResolvedNode, vocabulary: Vocabulary, findings: Findings): void {
  findings.error(id, () => {
    const near = nearest(node.type, Object.keys(vocabulary.nodeTypes), findings.effort);
    return {
      code: "node_type_unknown",
      found: `the node type "${node.type}", which does not exist here`,
      expected: near.length === 0 ? "a known node type" : alternatives(near),
      remedy: near.length === 0 ? "List the node types and choose one" : "Correct the name",
    };
  });
}

/** Where an edge could come from: the document and its nodes, parts unfolded. */
export interface Ends {
  readonly graph: Graph;
  readonly byId: ReadonlyMap<string, ResolvedNode>;
}

/** Whether an edge into `port` is faulty, since the port is unknown or its source is; then tells what is wrong. */
export function isFaultyEdge(
  into: ResolvedNode,
  port: string,
  source: NodePort,
  ends: Ends,
  findings: Findings,
): boolean {
  const problem = edgeProblem(into, port, source, ends);
  if (problem !== undefined) findings.error(into.id, () => ({ port, ...problem(findings.effort) }));
  return problem !== undefined;
}

type Found = Omit<Parts, "node" | "port">;

function edgeProblem(
  { table }: ResolvedNode,
  port: string,
  source: NodePort,
  ends: Ends,
): ((effort: Effort) => Found) | undefined {
  if (table !== undefined && own(table.inputs, port) === undefined && own(table.params, port) === undefined)
    return (effort) => portUnknown(port, table, effort);
  const from = ends.byId.get(source.node);
  if (from === undefined) return (effort) => sourceMissing(source, ends, effort);
  if (from.table !== undefined && own(from.table.outputs, source.port) === undefined)
    return () => outputMissing(source, from.table as NodeTypeTable);
  return undefined;
}

function portUnknown(port: string, table: NodeTypeTable, effort: Effort): Found {
  const names = [...Object.keys(table.inputs), ...Object.keys(table.params)];
  const near = nearest(port, names, effort);
  return {
    code: "port_unknown",
    found: `an edge into "${port}", which ${table.type} does not have`,
    expected:
      names.length === 0 ? "no edge (it has no inputs)" : alternatives(near.length > 0 ? near : names),
    remedy: "Connect it to another port, or remove it",
  };
}

function sourceMissing(source: NodePort, { graph, byId }: Ends, effort: Effort): Found {
  const use = own(graph.nodes, source.node);
  if (use !== undefined && partOf(use) !== undefined) {
    const outputs = Object.keys(partUsed(graph, use)?.outputs ?? {});
    return dangling(`an output "${source.port}" that ${use.type} does not have`, outputs);
  }
  // the names that the author of an edge could mean are those of the same graph or part
  const { path: level, id } = splitId(source.node);
  const near = nearest(id, namesIn(level, byId.keys(), effort), effort);
  const names = near.map((name) => level + name);
  return dangling(`an edge from "${shortened(source.node)}", which does not exist`, names);
}

/** The ids that begin with `level` and go no deeper, without it. */
function* namesIn(level: string, ids: Iterable<string>, effort: Effort): Iterable<string> {
  for (const id of ids) {
    if (effort.left-- < 0) return;
    const inner = splitId(id);
    if (inner.path === level) yield inner.id;
  }
}

function outputMissing(source: NodePort, table: NodeTypeTable): Found {
  const place = portRef(shortened(source.node), source.port);
  const what = `an edge from "${place}", but ${table.type} has no such output`;
  return dangling(what, Object.keys(table.outputs));
}

function dangling(found: string, names: readonly string[]): Found {
  return {
    code: "edge_dangling",
    found,
    expected: names.length === 0 ? "an output port of a node of the graph" : alternatives(names),
    remedy: "Connect it again, or remove it",
  };
}
