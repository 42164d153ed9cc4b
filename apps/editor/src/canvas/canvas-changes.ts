/** What React Flow reports — moves and selections — as edits of the document and changes of the view. */
import { type Change, editFrame, editNote, type Graph, moveNodes, type Point } from "@unclip/graph";
import type { EdgeChange, NodeChange } from "@xyflow/react";
import { compose } from "../document/compose.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { noteOnCanvas, onCanvas, setView, useView } from "../view/view-store.ts";
import { defaultNoteSize, type FlowEdge, type FlowNode } from "./flow-adapter.ts";
import { gutter } from "./node-layout.ts";

/** Things that stand on frames being dragged, with where they stood; they move along. */
let passengers: ReadonlyMap<string, { readonly frame: string; readonly offset: Point }> = new Map();

/** A drag begins: whatever stands on a dragged frame comes along. */
export function startDrag(_event: unknown, _node: FlowNode, dragged: readonly FlowNode[]): void {
  const { here: graph } = useDoc.getState();
  const moving = new Set(dragged.map(({ id }) => id));
  const riders = new Map<string, { frame: string; offset: Point }>();
  for (const canvasId of moving) {
    const { is, id } = onCanvas(canvasId);
    const frame = is === "frame" ? graph.frames?.[id] : undefined;
    if (!frame) continue;
    for (const [rider, at] of placesOn(graph, frame.at, frame.size)) {
      if (!moving.has(rider))
        riders.set(rider, { frame: canvasId, offset: [at[0] - frame.at[0], at[1] - frame.at[1]] });
    }
  }
  passengers = riders;
}

/** Nodes and notes whose upper left corner lies in a box. */
function placesOn(graph: Graph, [x, y]: Point, [width, height]: Point): [string, Point][] {
  const within = ([px, py]: Point) => px >= x && py >= y && px < x + width && py < y + height;
  const nodes = Object.entries(graph.nodes).map(([id, { at }]): [string, Point] => [id, at ?? [0, 0]]);
  const notes = Object.entries(graph.notes ?? {}).map(([id, { at }]): [string, Point] => [
    noteOnCanvas(id),
    at,
  ]);
  return [...nodes, ...notes].filter(([, at]) => within(at));
}

export function applyNodeChanges(changes: NodeChange<FlowNode>[]): void {
  const moved: Record<string, Point> = {};
  let dragging = false;
  let selection: Set<string> | undefined;
  for (const change of changes) {
    if (change.type === "position" && change.position) {
      const { x, y } = change.position;
      moved[change.id] = onCanvas(change.id).is === "node" ? [x + gutter, y + gutter] : [x, y];
      dragging ||= change.dragging === true;
    } else if (change.type === "select") {
      selection ??= new Set(useView.getState().selection);
      if (change.selected) selection.add(change.id);
      else selection.delete(change.id);
    }
  }
  if (selection) setView({ selection });
  if (Object.keys(moved).length === 0) return;
  for (const [rider, { frame, offset }] of passengers) {
    const at = moved[frame];
    if (at) moved[rider] = [at[0] + offset[0], at[1] + offset[1]];
  }
  if (dragging) {
    setView({ drag: { ...useView.getState().drag, ...moved } });
    return;
  }
  editHere((graph) => movedOnCanvas(graph, moved));
  passengers = new Map();
  setView({ drag: undefined });
}

/** One step of the history for everything that moved. */
export function movedOnCanvas(graph: Graph, moved: Readonly<Record<string, Point>>): Change {
  const nodes: Record<string, Point> = {};
  const edits: ((graph: Graph) => Change)[] = [];
  for (const [canvasId, at] of Object.entries(moved)) {
    const { is, id } = onCanvas(canvasId);
    if (is === "frame" && graph.frames?.[id]) edits.push((now) => editFrame(now, id, { at }));
    else if (is === "note" && graph.notes?.[id]) edits.push((now) => editNote(now, id, { at }));
    else if (is === "node" && graph.nodes[id] && String(graph.nodes[id].at) !== String(at)) nodes[id] = at;
  }
  const move = moveNodes(graph, nodes);
  if (edits.length === 0) return move;
  const label = edits.length === 1 && Object.keys(nodes).length === 0 ? edits[0]!(graph).label : move.label;
  return compose(graph, label, [...edits, (now) => moveNodes(now, nodes)]);
}

export function applyEdgeChanges(changes: EdgeChange<FlowEdge>[]): void {
  let selectedEdges: Set<string> | undefined;
  for (const change of changes) {
    if (change.type !== "select") continue;
    selectedEdges ??= new Set(useView.getState().selectedEdges);
    if (change.selected) selectedEdges.add(change.id);
    else selectedEdges.delete(change.id);
  }
  if (selectedEdges) setView({ selectedEdges });
}

/** The box around things on the canvas, for a frame to be laid around them. Heights of cards are the caller's. */
export function boxAround(
  graph: Graph,
  ids: Iterable<string>,
  sizeOf: (node: string) => Point,
): { readonly at: Point; readonly size: Point } | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const canvasId of ids) {
    const { is, id } = onCanvas(canvasId);
    const box = is === "note" ? graph.notes?.[id] : is === "frame" ? graph.frames?.[id] : undefined;
    const at = is === "node" ? graph.nodes[id]?.at : box?.at;
    if (!at) continue;
    const [width, height] = is === "node" ? sizeOf(id) : (box?.size ?? defaultNoteSize);
    left = Math.min(left, at[0]);
    top = Math.min(top, at[1]);
    right = Math.max(right, at[0] + width);
    bottom = Math.max(bottom, at[1] + height);
  }
  return left === Infinity ? undefined : { at: [left, top], size: [right - left, bottom - top] };
}
