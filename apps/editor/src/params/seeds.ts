/** Seeds that each run draws anew ("unlocked"), by `"node.param"`, inside parts `"use/node.param"`. A habit of the person, not part of the document. */
import { resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type Change, type Graph, innerInput, own, placeOfParam, splitRef } from "@unclip/graph";
import { create } from "zustand";
import { compose } from "../document/compose.ts";
import { setParamAt } from "../parts/set-param-at.ts";

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

/**
 * Draws a new seed for every unlocked seed param that no edge feeds, those that a use of a part declares too. It is
 * written where the node gets it from: at the use that gives it, else in the part.
 */
export function drawSeeds(graph: Graph, vocabulary: Vocabulary, label: string): Change {
  const keys = [...useSeeds.getState().free];
  if (keys.length === 0) return compose(graph, label, []);
  const nodes = resolvedGraph(graph, vocabulary).byId;
  const edits = keys.flatMap((key) => {
    const end = splitRef(key);
    const inner = innerInput(graph, end);
    const param = inner && own(nodes.get(inner.node)?.table?.params, inner.port);
    const place = param?.param === "seed" ? placeOfParam(graph, end) : undefined;
    return place === undefined ? [] : [(now: Graph) => setParamAt(now, place, randomSeed())];
  });
  return compose(graph, label, edits);
}
