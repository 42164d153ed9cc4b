/** Seeds that each run draws anew ("unlocked"), by `"node.param"`, inside parts `"use/node.param"`. A habit of the person, not part of the document. */
import type { Vocabulary } from "@unclip/engine";
import { type Change, editPart, type Graph, setParam, splitRef } from "@unclip/graph";
import { create } from "zustand";
import { compose } from "../document/compose.ts";
import { insideAlong, pathOf } from "../parts/inside.ts";

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
    const ref = splitRef(key);
    const inside = insideAlong(graph, ref.node.slice(0, ref.node.lastIndexOf("/") + 1));
    const part = inside.at(-1)?.part;
    const node = ref.node.slice(ref.node.lastIndexOf("/") + 1);
    const { port } = ref;
    if (pathOf(inside) + node !== ref.node) return [];
    const found = (part === undefined ? graph : graph.parts?.[part])?.nodes[node];
    const isSeed = found && vocabulary.nodeTypes[found.type]?.params[port]?.param === "seed";
    if (!isSeed || found.inputs?.[port] !== undefined) return [];
    const draw = (now: Graph) => setParam(now, node, port, randomSeed());
    return [part === undefined ? draw : (now: Graph) => editPart(now, part, draw)];
  });
  return compose(graph, label, edits);
}
