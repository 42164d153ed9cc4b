/** What the next run would do, shown before it is asked for: how many nodes it needs, and which come from the cache. */
import type { Vocabulary } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { fingerprints, neededNodes } from "./fingerprint.ts";

export interface Forecast {
  /** Nodes that will be computed. */
  readonly compute: ReadonlySet<string>;
  /** Nodes that will come from the cache. */
  readonly cached: ReadonlySet<string>;
}

/** Nodes that show or save something and are not switched off. */
export function sinks(graph: Graph, vocabulary: Vocabulary): string[] {
  return Object.entries(graph.nodes)
    .filter(([, node]) => node.off === undefined && nodeTypeOf(graph, vocabulary, node.type)?.sink === true)
    .map(([id]) => id);
}

/** `finished` holds the fingerprint that each node had when it last finished. */
export function forecast(
  graph: Graph,
  vocabulary: Vocabulary,
  finished: Readonly<Record<string, string>>,
  targets: readonly string[] = sinks(graph, vocabulary),
): Forecast {
  const prints = fingerprints(graph);
  const compute = new Set<string>();
  const cached = new Set<string>();
  for (const id of neededNodes(graph, targets)) {
    if (graph.nodes[id]?.off !== undefined) continue;
    const print = prints.get(id);
    (print !== undefined && finished[id] === print ? cached : compute).add(id);
  }
  return { compute, cached };
}
