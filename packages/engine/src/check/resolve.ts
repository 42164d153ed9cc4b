/**
 * Graph + node types → {@link ResolvedGraph}. `check` reads its problems, `plan` its nodes; both see the same edges, so a
 * graph that checks can be planned.
 */
import { type Graph, type GraphNode, own, portRef } from "@unclip/graph";
import type { Vocabulary } from "../contract/describe.ts";
import { order } from "./cycle.ts";
import { type Ends, isFaultyEdge, typeProblem } from "./edge-problems.ts";
import { asDeclared, feeder } from "./feeds.ts";
import { Findings } from "./findings.ts";
import type { ResolvedGraph, ResolvedNode } from "./resolved-graph.ts";
import { unfold } from "./unfold.ts";

/** A {@link ResolvedNode} while it is being made. */
type Draft = { -readonly [Field in keyof ResolvedNode]: ResolvedNode[Field] };

/**
 * Unfolds parts, resolves node types and both ends of every edge, and leads edges through what is switched off. What does
 * not exist is among the findings; uses whose part is unknown or contains itself have no nodes.
 */
export function resolve(graph: Graph, vocabulary: Vocabulary, findings = unheard()): ResolvedGraph {
  const unfolded = unfold(graph, findings);
  const nodes: Draft[] = [];
  const byId = new Map<string, ResolvedNode>();
  let { unknown } = unfolded;
  for (const { id, node, sources } of unfolded.nodes.values()) {
    const table = own(vocabulary.nodeTypes, node.type);
    const index = nodes.length;
    const made = { id, index, node, table, sources, drawn: sources, edges: sources, followed: asDeclared };
    if (table === undefined) {
      unknown = true;
      typeProblem(made, vocabulary, findings);
    }
    nodes.push(made);
    byId.set(id, made);
  }
  const before = nodes.map((node) => drawEdges(node, { graph, byId }, findings));
  const { sorted, rest } = order(before);
  const resolved = { nodes, byId, before, order: [...sorted, ...rest], cyclic: rest, unknown };
  const feed = feeder(resolved, vocabulary);
  for (const index of resolved.order) {
    const node = nodes[index] as Draft;
    Object.assign(node, feed(node));
  }
  return resolved;
}

/** Keeps the edges of a node whose both ends exist; the others are problems. Returns the predecessors. */
function drawEdges(node: Draft, ends: Ends, findings: Findings): number[] {
  const before: number[] = [];
  const faulty = new Set<string>();
  for (const [port, source] of node.sources) {
    const from = ends.byId.get(source.node);
    if (from !== undefined) before.push(from.index);
    if (isFaultyEdge(node, port, source, ends, findings)) faulty.add(port);
  }
  if (faulty.size > 0) node.drawn = new Map([...node.sources].filter(([port]) => !faulty.has(port)));
  return before;
}

/**
 * The same graph without parts: each use is replaced by the nodes of its part, named `"use/inner"`, with what the use
 * gives them. It runs as the graph does, and a literal of one use can be set apart from those of the others.
 */
export function withoutParts(graph: Graph): Graph {
  const { parts, ...rest } = graph;
  if (parts === undefined) return graph;
  const nodes: Record<string, GraphNode> = {};
  for (const { id, node, sources } of unfold(graph, unheard()).nodes.values()) {
    const { inputs: _, ...others } = node;
    const inputs = Object.fromEntries([...sources].map(([port, at]) => [port, portRef(at.node, at.port)]));
    nodes[id] = sources.size === 0 ? others : { ...others, inputs };
  }
  return { ...rest, nodes };
}

/** Findings for callers that want no problems: none is put into a sentence. */
function unheard(): Findings {
  return new Findings(() => false);
}
