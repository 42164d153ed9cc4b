import { freshId, own, portRef, renameNode, splitRef } from "@unclip/graph";
import { setFree, useSeeds } from "../params/seeds.ts";
import { renameRunNode } from "../run/run-store.ts";
import { renameInView } from "../view/view-store.ts";
import { editHere, useDoc } from "./doc-store.ts";
import { renameAdvance } from "./made-in-advance.ts";

/** Renames a node; what is selected, known and shown of it goes along. What was typed is made a valid, free name. */
export function renameInDocument(from: string, typed: string): void {
  const { here: graph, path } = useDoc.getState();
  if (own(graph.nodes, from) === undefined) return;
  const { [from]: _, ...others } = graph.nodes;
  const to = freshId({ ...graph, nodes: others }, typed);
  if (to === from) return;
  renameRunNode(path + from, path + to);
  renameInView(from, to, path);
  if (path === "") renameAdvance(from, to);
  for (const key of useSeeds.getState().free) {
    const { node, port } = splitRef(key);
    if (node !== path + from) continue;
    setFree(key, false);
    setFree(portRef(path + to, port), true);
  }
  editHere((now) => renameNode(now, from, to));
}
