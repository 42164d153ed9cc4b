/** What the next run would do, shown before it is asked for: how many nodes it needs, and which come from the cache. */
import type { Vocabulary } from "@unclip/engine";
import { type Graph, usesAround } from "@unclip/graph";
import { fingerprints, keptBy, neededNodes, type RunNodes, runNodes } from "./fingerprint.ts";

/** Ids are those of a run: inside a use of a part `"use/inner"`. */
export interface Forecast {
  /** Nodes that will be computed. */
  readonly compute: ReadonlySet<string>;
  /** Nodes that will come from the cache. */
  readonly cached: ReadonlySet<string>;
}

/** Nodes that show or save something and are not switched off. */
export function sinks(nodes: RunNodes): string[] {
  return [...nodes.values()].flatMap(({ id, node, table }) =>
    node.off === undefined && table?.sink === true ? [id] : [],
  );
}

/** `finished` holds the fingerprint that each node had when it last finished. */
export function forecast(
  graph: Graph,
  vocabulary: Vocabulary,
  finished: Readonly<Record<string, string>>,
): Forecast {
  const nodes = runNodes(graph, vocabulary);
  const prints = fingerprints(graph, vocabulary, nodes);
  const isKept = keptBy(Object.values(finished));
  const compute = new Set<string>();
  const cached = new Set<string>();
  for (const id of neededNodes(nodes, sinks(nodes))) {
    if (nodes.get(id)?.node.off !== undefined) continue;
    const print = prints.get(id);
    (print !== undefined && isKept(print) ? cached : compute).add(id);
  }
  return { compute, cached };
}

/** Whether a node will be computed; a use of a part, when any node inside it will be. `id` with the uses it stands in. */
export function computes({ compute }: Forecast, id: string): boolean {
  if (compute.has(id)) return true;
  const known = usesOf.get(compute) ?? new Set([...compute].flatMap(usesAround));
  usesOf.set(compute, known);
  return known.has(id);
}

/** The uses of parts that nodes stand in, by set of nodes: a canvas asks for each of its nodes. */
const usesOf = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();
