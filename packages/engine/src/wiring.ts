/**
 * Who feeds whom, once parts are unfolded and switched-off nodes are taken out. `check` reads the problems, `plan` the
 * nodes; both see the same edges, so a graph that checks can be planned.
 */
import type { Graph, NodePort } from "@unclip/graph";
import { own } from "@unclip/graph";
import { order } from "./cycle.ts";
import type { Vocabulary } from "./describe.ts";
import { edgeProblem, typeProblem } from "./edge-problems.ts";
import type { Problem } from "./problem.ts";
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
  readonly problems: readonly Problem[];
}

/** Resolves node types and both ends of every edge. */
export function wire(graph: Graph, vocabulary: Vocabulary): Wiring {
  const flat = unfold(graph);
  const problems: Problem[] = [...flat.problems];
  const nodes: Wired[] = [];
  const byId = new Map<string, WiredNode>();
  for (const node of flat.nodes.values()) {
    const table = own(vocabulary.nodeTypes, node.node.type);
    if (table === undefined) problems.push(typeProblem(node, vocabulary));
    const wired = { flat: node, index: nodes.length, table, drawn: node.sources };
    nodes.push(wired);
    byId.set(node.id, wired);
  }
  const before = nodes.map((wired) => drawEdges(wired, byId, graph, problems));
  const { sorted, rest } = order(before);
  return { nodes, byId, before, order: [...sorted, ...rest], cyclic: rest, problems };
}

/** A {@link WiredNode} while edges are taken from it. */
interface Wired extends WiredNode {
  drawn: ReadonlyMap<string, NodePort>;
}

/** Keeps the edges of a node whose both ends exist; the others are problems. Returns the predecessors. */
function drawEdges(
  wired: Wired,
  byId: ReadonlyMap<string, WiredNode>,
  graph: Graph,
  problems: Problem[],
): number[] {
  const before: number[] = [];
  const faulty = new Set<string>();
  for (const [port, source] of wired.flat.sources) {
    const from = byId.get(source.node);
    const problem = edgeProblem(wired, port, source, from, graph, byId);
    if (from !== undefined) before.push(from.index);
    if (problem === undefined) continue;
    problems.push(problem);
    faulty.add(port);
  }
  if (faulty.size > 0) wired.drawn = new Map([...wired.flat.sources].filter(([port]) => !faulty.has(port)));
  return before;
}
