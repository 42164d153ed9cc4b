/** Seeds that each run draws anew ("unlocked"), by `"node.param"`. A habit of the person, not part of the document. */
import type { Vocabulary } from "@unclip/engine";
import { type Change, type Graph, setParam, splitRef } from "@unclip/graph";
import { create } from "zustand";
import { compose } from "../document/compose.ts";

export const useSeeds = create<{ readonly free: ReadonlySet<string> }>(() => ({ free: new Set<string>() }));

export function setFree(key: string, free: boolean): void {
  useSeeds.setState((state) => {
    const next = new Set(state.free);
    if (free) next.add(key);
    else next.delete(key);
    return { free: next };
  });
}

/** A seed short enough to read out. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}

/** Draws a new seed for every unlocked seed param of the graph that no edge feeds. */
export function drawSeeds(graph: Graph, vocabulary: Vocabulary, label: string): Change {
  const edits = [...useSeeds.getState().free].flatMap((key) => {
    const { node, port } = splitRef(key);
    const found = graph.nodes[node];
    const isSeed = found && vocabulary.nodeTypes[found.type]?.params[port]?.param === "seed";
    if (!isSeed || found.inputs?.[port] !== undefined) return [];
    return [(now: Graph) => setParam(now, node, port, randomSeed())];
  });
  return compose(graph, label, edits);
}
