/** Notes, frames and the arrangement of nodes. */
import { addFrame, addNote, bendEdge, freshId, type Graph, type Point, portRef } from "@unclip/graph";
import { type Alignment, align } from "../canvas/align.ts";
import { boxAround, movedOnCanvas } from "../canvas/canvas-changes.ts";
import { defaultNoteSize } from "../canvas/flow-adapter.ts";
import { tidy } from "../canvas/tidy.ts";
import { fitCanvas, freeSpot, nodeSize } from "../canvas/viewport.ts";
import { compose } from "../document/compose.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { frameOnCanvas, noteOnCanvas, select, selectedNodes, setView, useView } from "../view/view-store.ts";
import { words } from "../words/words.ts";

export function newNote(): void {
  const { here: graph } = useDoc.getState();
  const id = freshId(graph, "note");
  const [x, y] = useView.getState().menu?.at ?? freeSpot(defaultNoteSize);
  setView({ menu: undefined });
  const at: Point = [Math.round(x / 8) * 8, Math.round(y / 8) * 8];
  editHere((now) => addNote(now, id, { text: words().newNote, at }));
  select([noteOnCanvas(id)]);
}

const margin = 24;
const titleHeight = 36;

/** Lays a frame around what is selected. */
export function frameSelection(): void {
  const { here: graph } = useDoc.getState();
  const box = boxAround(graph, useView.getState().selection, nodeSize);
  if (!box) return;
  const id = freshId(graph, "frame");
  const at: Point = [box.at[0] - margin, box.at[1] - margin - titleHeight + 16];
  const size: Point = [box.size[0] + 2 * margin, box.size[1] + 2 * margin + titleHeight - 16];
  editHere((now) => addFrame(now, id, { title: words().newFrame, at, size }));
  select([frameOnCanvas(id)]);
}

/** Lines the selected nodes up, or spreads them evenly. */
export function alignSelection(how: Alignment): void {
  const { nodes } = useDoc.getState().here;
  const boxes = selectedNodes(useView.getState().selection).map((id) => ({
    id,
    at: nodes[id]?.at ?? [0, 0],
    size: nodeSize(id),
  }));
  editHere((now) => ({ ...movedOnCanvas(now, align(boxes, how)), label: words().alignments[how] }));
}

/** Lays the selected nodes, or all, out in columns from left to right; notes that would be covered go below. */
export function tidyGraph(): void {
  const { here: graph } = useDoc.getState();
  const chosen = selectedNodes(useView.getState().selection);
  const ids = chosen.length > 1 ? chosen : Object.keys(graph.nodes);
  const places = tidy(graph, ids, nodeSize);
  const moved = chosen.length > 1 ? places : { ...places, ...notesBelow(graph, places) };
  // Edges were bent around things that now stand elsewhere.
  const bent = ids.flatMap((id) =>
    Object.keys(graph.nodes[id]?.bends ?? {}).map(
      (port) => (now: Graph) => bendEdge(now, portRef(id, port), []),
    ),
  );
  editHere((now) => compose(now, words().tidy, [(g) => movedOnCanvas(g, moved), ...bent]));
  if (chosen.length <= 1) requestAnimationFrame(() => fitCanvas());
}

/** Places for notes that lie where nodes now are: in a row below the graph. */
function notesBelow(graph: Graph, places: Readonly<Record<string, Point>>): Record<string, Point> {
  const boxes = Object.entries(places).map(([id, at]) => ({ at, size: nodeSize(id) }));
  const left = Math.min(...boxes.map(({ at }) => at[0]));
  const bottom = Math.max(...boxes.map(({ at, size }) => at[1] + size[1]));
  const below: Record<string, Point> = {};
  let x = left;
  for (const [id, { at, size = defaultNoteSize }] of Object.entries(graph.notes ?? {})) {
    const covered = boxes.some(
      (box) =>
        box.at[0] < at[0] + size[0] &&
        box.at[0] + box.size[0] > at[0] &&
        box.at[1] < at[1] + size[1] &&
        box.at[1] + box.size[1] > at[1],
    );
    if (!covered) continue;
    below[noteOnCanvas(id)] = [x, Math.ceil((bottom + 40) / 8) * 8];
    x += size[0] + 32;
  }
  return below;
}
