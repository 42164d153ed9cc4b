/** Notes, frames and the arrangement of nodes. */
import { addFrame, addNote, freshId, type Point } from "@unclip/graph";
import { type Alignment, align } from "../canvas/align.ts";
import { boxAround, movedOnCanvas } from "../canvas/canvas-changes.ts";
import { defaultNoteSize } from "../canvas/flow-adapter.ts";
import { tidy } from "../canvas/tidy.ts";
import { fitCanvas, freeSpot, nodeSize } from "../canvas/viewport.ts";
import { edit, useDoc } from "../document/doc-store.ts";
import { frameOnCanvas, noteOnCanvas, select, selectedNodes, setView, useView } from "../view/view-store.ts";
import { words } from "../words/words.ts";

export function newNote(): void {
  const { graph } = useDoc.getState();
  const id = freshId(graph, "note");
  const [x, y] = useView.getState().menu?.at ?? freeSpot(defaultNoteSize);
  setView({ menu: undefined });
  const at: Point = [Math.round(x / 8) * 8, Math.round(y / 8) * 8];
  edit((now) => addNote(now, id, { text: words().newNote, at }));
  select([noteOnCanvas(id)]);
}

const margin = 24;
const titleHeight = 36;

/** Lays a frame around what is selected. */
export function frameSelection(): void {
  const { graph } = useDoc.getState();
  const box = boxAround(graph, useView.getState().selection, nodeSize);
  if (!box) return;
  const id = freshId(graph, "frame");
  const at: Point = [box.at[0] - margin, box.at[1] - margin - titleHeight + 16];
  const size: Point = [box.size[0] + 2 * margin, box.size[1] + 2 * margin + titleHeight - 16];
  edit((now) => addFrame(now, id, { title: words().newFrame, at, size }));
  select([frameOnCanvas(id)]);
}

/** Lines the selected nodes up, or spreads them evenly. */
export function alignSelection(how: Alignment): void {
  const { nodes } = useDoc.getState().graph;
  const boxes = selectedNodes(useView.getState().selection).map((id) => ({
    id,
    at: nodes[id]?.at ?? [0, 0],
    size: nodeSize(id),
  }));
  edit((now) => ({ ...movedOnCanvas(now, align(boxes, how)), label: words().alignments[how] }));
}

/** Lays the selected nodes, or all, out in columns from left to right. */
export function tidyGraph(): void {
  const { graph } = useDoc.getState();
  const chosen = selectedNodes(useView.getState().selection);
  const ids = chosen.length > 1 ? chosen : Object.keys(graph.nodes);
  edit((now) => ({ ...movedOnCanvas(now, tidy(now, ids, nodeSize)), label: words().tidy }));
  if (chosen.length <= 1) requestAnimationFrame(() => fitCanvas());
}
