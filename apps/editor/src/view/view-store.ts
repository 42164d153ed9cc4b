/** What is being looked at: selection, what is open, what is being dragged. Never part of the document or its history. */
import type { NodePort, Point } from "@unclip/graph";
import { create } from "zustand";
import type { PortSide } from "../document/connection.ts";

/** A wire that is being dragged. */
export interface PendingWire {
  readonly from: NodePort;
  readonly side: PortSide;
  readonly kind: string;
  /** Ports (`"node.port"`) it may be dropped on. */
  readonly fitting: ReadonlySet<string>;
}

/** The node palette, where it stands, and the wire that the chosen node is to be connected to. */
export interface PaletteState {
  /** Screen pixels. */
  readonly screen: Point;
  /** Canvas position of the new node. */
  readonly at: Point;
  readonly wire?: PendingWire;
}

export interface MenuState {
  readonly screen: Point;
  readonly at: Point;
  readonly target: "canvas" | "selection" | "edge" | "app";
}

export type LeftPanel = "add" | "templates" | "gallery" | "runs" | "problems" | "outline";

export interface ViewState {
  /** Ids on the canvas: nodes as they are, `frame:ID`, `note:ID`. */
  readonly selection: ReadonlySet<string>;
  /** Edges by their target port. */
  readonly selectedEdges: ReadonlySet<string>;
  /** Positions of things under way, canvas pixels, until the drag ends. */
  readonly drag: Readonly<Record<string, Point>> | undefined;
  readonly wire: PendingWire | undefined;
  /** Collapsed nodes, with the uses of parts that they stand in: `"use/node"`. */
  readonly collapsed: ReadonlySet<string>;
  /** Zoomed out so far that cards show title and picture only. */
  readonly far: boolean;
  readonly renaming: string | undefined;
  readonly palette: PaletteState | undefined;
  readonly menu: MenuState | undefined;
  /** The node whose edges are being chosen from the keyboard. */
  readonly connecting: string | undefined;
  readonly commandPalette: boolean;
  readonly left: LeftPanel | undefined;
  readonly inspector: boolean;
  readonly drawer: boolean;
  readonly drawerTall: boolean;
  /** A picture kept to compare others with. */
  readonly kept: { readonly asset: string; readonly label: string } | undefined;
  readonly minimap: boolean;
  /** The graph is shown as a form in place of the canvas. */
  readonly app: boolean;
}

export const useView = create<ViewState>(() => ({
  selection: new Set<string>(),
  selectedEdges: new Set<string>(),
  drag: undefined,
  wire: undefined,
  collapsed: new Set<string>(),
  far: false,
  renaming: undefined,
  palette: undefined,
  menu: undefined,
  connecting: undefined,
  commandPalette: false,
  left: undefined,
  inspector: false,
  drawer: false,
  drawerTall: false,
  kept: undefined,
  minimap: true,
  app: false,
}));

export const setView = useView.setState;

/** Selects these things and nothing else. */
export function select(ids: Iterable<string>): void {
  setView({ selection: new Set(ids), selectedEdges: new Set() });
}

export function toggleCollapsed(ids: Iterable<string>): void {
  setView(({ collapsed }) => {
    const next = new Set(collapsed);
    for (const id of ids) if (!next.delete(id)) next.add(id);
    return { collapsed: next };
  });
}

/** Carries selection and collapse of a node over to its new name. */
export function renameInView(from: string, to: string, path: string): void {
  const swap = (set: ReadonlySet<string>, before: string, after: string) =>
    new Set([...set].map((id) => (id === before ? after : id)));
  setView(({ selection, collapsed }) => ({
    selection: swap(selection, from, to),
    collapsed: swap(collapsed, path + from, path + to),
    selectedEdges: new Set(),
    renaming: undefined,
  }));
}

const framePrefix = "frame:";
const notePrefix = "note:";

export const frameOnCanvas = (id: string): string => framePrefix + id;
export const noteOnCanvas = (id: string): string => notePrefix + id;

/** What an id on the canvas stands for. */
export function onCanvas(id: string): { readonly is: "node" | "frame" | "note"; readonly id: string } {
  if (id.startsWith(framePrefix)) return { is: "frame", id: id.slice(framePrefix.length) };
  if (id.startsWith(notePrefix)) return { is: "note", id: id.slice(notePrefix.length) };
  return { is: "node", id };
}

/** The nodes among the selected things. */
export function selectedNodes(selection: ReadonlySet<string>): string[] {
  return [...selection].filter((id) => onCanvas(id).is === "node");
}
