import type { Vocabulary } from "@unclip/engine";
import { type Graph, own, type PortRef, portRef, splitRef } from "@unclip/graph";
import { fittingPorts } from "../document/connection.ts";
import { kindOfOutput, nodeTypeOf } from "../document/port-kinds.ts";

/** An edge that could be drawn. */
interface PossibleEdge {
  readonly source: PortRef;
  readonly target: PortRef;
  /** Kind of what it would carry. */
  readonly kind: string;
}

/** Every edge that a node could have and has not: from its outputs first, then into its inputs and params. */
export function possibleEdges(graph: Graph, vocabulary: Vocabulary, node: string): readonly PossibleEdge[] {
  const found = own(graph.nodes, node);
  const type = found && nodeTypeOf(graph, vocabulary, found.type);
  if (!found || !type) return [];
  const edges: PossibleEdge[] = [];
  for (const port of Object.keys(type.outputs)) {
    const source = portRef(node, port);
    const kind = kindOfOutput(graph, vocabulary, { node, port }) ?? "unknown";
    for (const target of fittingPorts(graph, vocabulary, { node, port }, "output"))
      edges.push({ source, target, kind });
  }
  for (const port of [...Object.keys(type.inputs), ...Object.keys(type.params)]) {
    const target = portRef(node, port);
    for (const source of fittingPorts(graph, vocabulary, { node, port }, "input")) {
      const kind = kindOfOutput(graph, vocabulary, splitRef(source));
      edges.push({ source, target, kind: kind ?? "unknown" });
    }
  }
  return edges.filter(({ source, target }) => {
    const into = splitRef(target);
    return graph.nodes[into.node]?.inputs?.[into.port] !== source;
  });
}
