/**
 * The document as React Flow's nodes and edges. Nothing else knows both. Everything that an edit did not touch keeps
 * its identity: React Flow draws again exactly what is not `===`.
 */
import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import {
  type Frame,
  type Graph,
  type GraphNode,
  type Note,
  type Point,
  portRef,
  splitRef,
} from "@unclip/graph";
import { type Edge, type Node, Position } from "@xyflow/react";
import { fitKinds, kindOfInput, kindOfOutput, nodeTypeOf } from "../document/port-kinds.ts";
import type { Foot } from "../run/run-store.ts";
import { frameOnCanvas, noteOnCanvas, onCanvas } from "../view/view-store.ts";
import { alertHeight, gutter, layoutNode, type NodeLayout, pictureSide } from "./node-layout.ts";

interface CardData extends Record<string, unknown> {
  readonly layout: NodeLayout;
  readonly type: NodeTypeTable | undefined;
  readonly collapsed: boolean;
}
interface BoxData extends Record<string, unknown> {
  /** Id of the frame or note in the document. */
  readonly id: string;
}
export type CardNode = Node<CardData, "card">;
export type FrameNode = Node<BoxData, "frame">;
export type NoteNode = Node<BoxData, "note">;
export type FlowNode = CardNode | FrameNode | NoteNode;

interface WireData extends Record<string, unknown> {
  readonly kind: string;
  /** Why a value of another kind is taken here; "" where the kinds are the same. */
  readonly remark: string;
  readonly broken: boolean;
  /** Points that a person led it through. */
  readonly bends: readonly Point[] | undefined;
}
export type FlowEdge = Edge<WireData, "wire">;

/** What of view, run and problems bears on where things are and how big. */
export interface Surroundings {
  readonly vocabulary: Vocabulary;
  /** What stands before a node's id in runs, problems and the view's own notes; see `DocState.path`. */
  readonly path: string;
  readonly selection: ReadonlySet<string>;
  readonly collapsed: ReadonlySet<string>;
  readonly drag: Readonly<Record<string, Point>> | undefined;
  /** What nodes have to show at their foot. */
  readonly feet: Readonly<Record<string, Foot>>;
  /** What a screen reader calls a thing on the canvas. */
  label(is: "node" | "frame" | "note", id: string): string;
  /** Nodes with a sentence at their foot: an error. */
  readonly alerted: ReadonlySet<string>;
}

export const defaultNoteSize: Point = [248, 120];

interface Entry {
  readonly key: string;
  readonly type: NodeTypeTable | undefined;
  readonly node: FlowNode;
}

/** Makes a mapper with its own cache; one an open canvas. */
export function createNodeMapper() {
  const cache = new WeakMap<object, Entry>();
  let lastOrder: readonly FlowNode[] = [];
  let broken: { graph: Graph; outputs: ReadonlyMap<string, readonly string[]> } | undefined;
  const keep = (of: object, key: string, type: NodeTypeTable | undefined, make: () => FlowNode): FlowNode => {
    const entry = cache.get(of);
    if (entry !== undefined && entry.key === key && entry.type === type) return entry.node;
    const node = make();
    cache.set(of, { key, type, node });
    return node;
  };

  const mapped = (graph: Graph, around: Surroundings, canvasId: string): FlowNode | undefined => {
    const { is, id } = onCanvas(canvasId);
    const frame = is === "frame" ? graph.frames?.[id] : undefined;
    if (frame) return boxNode("frame", canvasId, id, frame, frame.size, around, keep);
    const note = is === "note" ? graph.notes?.[id] : undefined;
    if (note) return boxNode("note", canvasId, id, note, note.size ?? defaultNoteSize, around, keep);
    const node = is === "node" ? graph.nodes[id] : undefined;
    return node && cardNode(graph, id, node, broken?.outputs.get(id) ?? [], around, keep);
  };
  let last: { readonly graph: Graph; readonly around: Surroundings } | undefined;

  return (graph: Graph, around: Surroundings): readonly FlowNode[] => {
    if (broken?.graph !== graph) broken = { graph, outputs: missingOutputs(graph, around.vocabulary) };
    // At each step of a drag, only what is dragged is asked after.
    const moved = last?.graph === graph ? movedAlone(last.around, around) : undefined;
    last = { graph, around };
    const nodes = moved
      ? lastOrder.map((node) => (moved.has(node.id) ? (mapped(graph, around, node.id) ?? node) : node))
      : idsOnCanvas(graph).flatMap((id) => mapped(graph, around, id) ?? []);
    const same = nodes.length === lastOrder.length && nodes.every((node, i) => node === lastOrder[i]);
    if (!same) lastOrder = nodes;
    return lastOrder;
  };
}

/** Everything that lies on the canvas, frames first: they are beneath the rest. */
function idsOnCanvas(graph: Graph): string[] {
  return [
    ...Object.keys(graph.frames ?? {}).map(frameOnCanvas),
    ...Object.keys(graph.notes ?? {}).map(noteOnCanvas),
    ...Object.keys(graph.nodes),
  ];
}

/** What is dragged, or was, where nothing else changed; `undefined` where something did. */
function movedAlone(before: Surroundings, now: Surroundings): ReadonlySet<string> | undefined {
  const { drag: _, ...rest } = now;
  const same = Object.entries(rest).every(([name, value]) => before[name as keyof Surroundings] === value);
  return same ? new Set([...Object.keys(before.drag ?? {}), ...Object.keys(now.drag ?? {})]) : undefined;
}

type Keep = (of: object, key: string, type: NodeTypeTable | undefined, make: () => FlowNode) => FlowNode;

function cardNode(
  graph: Graph,
  id: string,
  node: GraphNode,
  brokenOutputs: readonly string[],
  around: Surroundings,
  keep: Keep,
): FlowNode {
  const type = nodeTypeOf(graph, around.vocabulary, node.type);
  const [x, y] = around.drag?.[id] ?? node.at ?? [0, 0];
  const selected = around.selection.has(id);
  const full = around.path + id;
  const collapsed = around.collapsed.has(full);
  const always = type !== undefined && willShow(graph, around.vocabulary, id, type);
  const footHeight = footOf(around.feet[full], always, around.alerted.has(full));
  const key = `${id} ${x} ${y} ${selected} ${collapsed} ${footHeight} ${brokenOutputs.join(" ")}`;
  return keep(node, key, type, () => {
    const brokenInputs = Object.keys(node.inputs ?? {}).filter(
      (port) => !type || (type.inputs[port] === undefined && type.params[port] === undefined),
    );
    const layout = layoutNode({ type, brokenInputs, brokenOutputs, collapsed, footHeight });
    const { width, height } = layout;
    return {
      id,
      type: "card",
      position: { x: x - gutter, y: y - gutter },
      width,
      height,
      measured: { width, height },
      selected,
      ariaLabel: around.label("node", id),
      dragHandle: ".drag",
      handles: layout.ports.map((port) => ({
        id: port.port,
        type: port.side === "input" ? ("target" as const) : ("source" as const),
        position: port.side === "input" ? Position.Left : Position.Right,
        // Wires meet in the middle of the mark, which is drawn above them.
        x: port.x - 1,
        y: port.y - 1,
        width: 2,
        height: 2,
      })),
      data: { layout, type, collapsed },
    };
  });
}

function boxNode(
  kind: "frame" | "note",
  canvasId: string,
  id: string,
  box: Frame | Note,
  [width, height]: Point,
  around: Surroundings,
  keep: Keep,
): FlowNode {
  const [x, y] = around.drag?.[canvasId] ?? box.at;
  const selected = around.selection.has(canvasId);
  return keep(box, `${canvasId} ${x} ${y} ${selected}`, undefined, () => ({
    id: canvasId,
    type: kind,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [],
    selected,
    ariaLabel: around.label(kind, id),
    zIndex: kind === "frame" ? -1 : 0,
    dragHandle: ".drag",
    data: { id },
  }));
}

const looks: ReadonlySet<string> = new Set(["image", "animation", "plot", "table"]);

/** What will show something keeps its place from the start, so that no card grows at the first run. */
function willShow(graph: Graph, vocabulary: Vocabulary, id: string, type: NodeTypeTable): boolean {
  if (type.sink) return true;
  return Object.keys(type.outputs).some((port) => {
    // What passes anything on has, once it is wired, the kind of what it passes.
    const kind = kindOfOutput(graph, vocabulary, { node: id, port });
    return kind !== undefined && looks.has(kind);
  });
}

/** Height of the foot. Values that are only text show on sinks, which are there to be looked at. */
function footOf(foot: Foot | undefined, always: boolean, alerted: boolean): number {
  const shows = always || (foot !== undefined && foot.is !== "text");
  return (shows ? pictureSide + 8 : 0) + (alerted ? alertHeight : 0);
}

/** Output ports that edges name and node types do not have, by node. */
function missingOutputs(graph: Graph, vocabulary: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const missing = new Map<string, string[]>();
  for (const node of Object.values(graph.nodes)) {
    for (const ref of Object.values(node.inputs ?? {})) {
      const from = splitRef(ref);
      const source = graph.nodes[from.node];
      if (!source || nodeTypeOf(graph, vocabulary, source.type)?.outputs[from.port]) continue;
      const list = missing.get(from.node) ?? [];
      if (!list.includes(from.port)) missing.set(from.node, [...list, from.port]);
    }
  }
  return missing;
}

/** Makes an edge mapper; edges that did not change keep their identity. An edge's id is its target, `"node.port"`. */
export function createEdgeMapper() {
  let before = new Map<string, FlowEdge>();
  let last: readonly FlowEdge[] = [];
  return (
    graph: Graph,
    vocabulary: Vocabulary,
    selected: ReadonlySet<string>,
    /** What a screen reader calls an edge, by its ends. */
    label: (source: string, target: string) => string = (source, target) => `${source} → ${target}`,
  ): readonly FlowEdge[] => {
    const now = new Map<string, FlowEdge>();
    let changed = false;
    for (const [id, node] of Object.entries(graph.nodes)) {
      for (const [port, ref] of Object.entries(node.inputs ?? {})) {
        const source = splitRef(ref);
        if (graph.nodes[source.node] === undefined) continue;
        const ariaLabel = label(ref, portRef(id, port));
        const edge = { ...wire(graph, vocabulary, { node: id, port }, source, selected), ariaLabel };
        const known = before.get(edge.id);
        now.set(edge.id, known && sameEdge(known, edge) ? known : edge);
        changed ||= now.get(edge.id) !== known;
      }
    }
    if (changed || now.size !== before.size) last = [...now.values()];
    before = now;
    return last;
  };
}

function wire(
  graph: Graph,
  vocabulary: Vocabulary,
  target: { node: string; port: string },
  source: { node: string; port: string },
  selected: ReadonlySet<string>,
): FlowEdge {
  const id = portRef(target.node, target.port);
  const kind = kindOfOutput(graph, vocabulary, source);
  const into = kindOfInput(graph, vocabulary, target);
  const remark = kind === undefined || into === undefined ? undefined : fitKinds(vocabulary, kind, into);
  return {
    id,
    type: "wire",
    source: source.node,
    sourceHandle: source.port,
    target: target.node,
    targetHandle: target.port,
    selected: selected.has(id),
    data: {
      kind: kind ?? "unknown",
      remark: remark ?? "",
      broken: remark === undefined,
      bends: graph.nodes[target.node]?.bends?.[target.port],
    },
  };
}

function sameEdge(a: FlowEdge, b: FlowEdge): boolean {
  return (
    a.source === b.source &&
    a.sourceHandle === b.sourceHandle &&
    a.selected === b.selected &&
    a.data?.kind === b.data?.kind &&
    a.data?.remark === b.data?.remark &&
    a.data?.broken === b.data?.broken &&
    a.data?.bends === b.data?.bends &&
    a.ariaLabel === b.ariaLabel
  );
}
