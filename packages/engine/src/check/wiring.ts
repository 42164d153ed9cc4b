/**
 * Who feeds whom, once parts are unfolded and switched-off nodes are taken out. `check` reads the problems, `plan` the
 * nodes; both see the same edges, so a graph that checks can be planned.
 */
import type { Graph, NodePort } from "@unclip/graph";
import { own } from "@unclip/graph";
import type { Vocabulary } from "../contract/describe.ts";
import { order } from "./cycle.ts";
import { type Ends, isFaultyEdge, typeProblem } from "./edge-problems.ts";
import type { Findings } from "./findings.ts";
import { unfold } from "./unfold.ts";
import type { WiredNode } from "./wired-node.ts";

export interface Wiring {
  readonly nodes: readonly WiredNode[];
  readonly byId: ReadonlyMap<string, WiredNode>;
  /** Predecessors of each node by index, one entry an edge as drawn. */
  readonly before: readonly (readonly number[])[];
  /** Indices with predecessors first; nodes that a cycle holds up come last. */
  readonly order: readonly number[];
  /** Indices of nodes on cycles, or behind them. */
  readonly cyclic: readonly number[];
  /** Some node is of a type, or a part, that does not exist. */
  readonly unknown: boolean;
}

/** Resolves node types and both ends of every edge; what does not exist is among the findings. */
export function wire(graph: Graph, vocabulary: Vocabulary, findings: Findings): Wiring {
  const nodes: Wired[] = [];
  const byId = new Map<string, WiredNode>();
  const unfolded = unfold(graph, findings);
  let { unknown } = unfolded;
  for (const node of unfolded.nodes.values()) {
    const table = own(vocabulary.nodeTypes, node.node.type);
    if (table === undefined) {
      unknown = true;
      typeProblem(node, vocabulary, findings);
    }
    const wired = { flat: node, index: nodes.length, table, drawn: node.sources };
    nodes.push(wired);
    byId.set(node.id, wired);
  }
  const before = nodes.map((wired) => drawEdges(wired, { graph, byId }, findings));
  const { sorted, rest } = order(before);
  return { nodes, byId, before, order: [...sorted, ...rest], cyclic: rest, unknown };
}

/** A {@link WiredNode} while edges are taken from it. */
interface Wired extends WiredNode {
  drawn: ReadonlyMap<string, NodePort>;
}

/** Keeps the edges of a node whose both ends exist; the others are problems. Returns the predecessors. */
function drawEdges(wired: Wired, ends: Ends, findings: Findings): number[] {
  const before: number[] = [];
  const faulty = new Set<string>();
  for (const [port, source] of wired.flat.sources) {
    const from = ends.byId.get(source.node);
    if (from !== undefined) before.push(from.index);
    if (isFaultyEdge(wired, port, source, ends, findings)) faulty.add(port);
  }
  if (faulty.size > 0) wired.drawn = new Map([...wired.flat.sources].filter(([port]) => !faulty.has(port)));
  return before;
}
