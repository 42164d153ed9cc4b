/** Edits of what is selected. */
import {
  disconnect,
  duplicateNodes,
  type Off,
  removeFrame,
  removeNodes,
  removeNote,
  setOff,
} from "@unclip/graph";
import { compose } from "../document/compose.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import {
  frameOnCanvas,
  noteOnCanvas,
  onCanvas,
  select,
  selectedNodes,
  setView,
  useView,
} from "../view/view-store.ts";

export function deleteSelection(): void {
  const { selection, selectedEdges } = useView.getState();
  const { here: graph } = useDoc.getState();
  const nodes = selectedNodes(selection).filter((id) => graph.nodes[id] !== undefined);
  const boxes = [...selection].map(onCanvas);
  const frames = boxes.filter(({ is, id }) => is === "frame" && graph.frames?.[id]);
  const notes = boxes.filter(({ is, id }) => is === "note" && graph.notes?.[id]);
  const edges = [...selectedEdges].filter((target) => !nodes.some((id) => target.startsWith(`${id}.`)));
  editHere((now) => {
    const edits = [
      ...edges.map((target) => (g: typeof now) => disconnect(g, target)),
      ...(nodes.length > 0 ? [(g: typeof now) => removeNodes(g, nodes)] : []),
      ...frames.map(
        ({ id }) =>
          (g: typeof now) =>
            removeFrame(g, id),
      ),
      ...notes.map(
        ({ id }) =>
          (g: typeof now) =>
            removeNote(g, id),
      ),
    ];
    const only = edits.length === 1 ? edits[0]!(now) : undefined;
    return only ?? compose(now, `Remove ${edits.length} things`, edits);
  });
  select([]);
}

export function duplicateSelection(): void {
  const ids = selectedNodes(useView.getState().selection);
  let made: Iterable<string> = [];
  editHere((graph) => {
    const change = duplicateNodes(graph, ids, [40, 40]);
    made = change.ids.values();
    return change;
  });
  select(made);
}

export function selectEverything(): void {
  const { nodes, frames, notes } = useDoc.getState().here;
  const all = [
    ...Object.keys(nodes),
    ...Object.keys(frames ?? {}).map(frameOnCanvas),
    ...Object.keys(notes ?? {}).map(noteOnCanvas),
  ];
  setView({ selection: new Set(all), selectedEdges: new Set() });
}

/** Mutes or bypasses the selected nodes; when all of them are already, switches them on again. */
export function toggleOff(off: Off): void {
  const ids = selectedNodes(useView.getState().selection);
  const { nodes } = useDoc.getState().here;
  const already = ids.every((id) => nodes[id]?.off === off);
  editHere((graph) => setOff(graph, ids, already ? undefined : off));
}
