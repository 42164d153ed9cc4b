/** What an edit or an undo took away is no longer selected. */
import { splitRef } from "@unclip/graph";
import { type DocState, useDoc } from "../document/doc-store.ts";
import { onCanvas, setView, useView } from "./view-store.ts";

export function pruneSelection(): void {
  useDoc.subscribe((now, before) => {
    if (now.here === before.here) return;
    const { selection, selectedEdges } = useView.getState();
    const left = [...selection].filter((id) => isThere(now.here, id));
    const edges = [...selectedEdges].filter((target) => isWired(now.here, target));
    if (left.length < selection.size) setView({ selection: new Set(left) });
    if (edges.length < selectedEdges.size) setView({ selectedEdges: new Set(edges) });
  });
}

type Shown = DocState["here"];

function isThere(graph: Shown, canvasId: string): boolean {
  const { is, id } = onCanvas(canvasId);
  const things = is === "node" ? graph.nodes : is === "frame" ? graph.frames : graph.notes;
  return things?.[id] !== undefined;
}

function isWired(graph: Shown, target: string): boolean {
  const { node, port } = splitRef(target);
  return graph.nodes[node]?.inputs?.[port] !== undefined;
}
