/**
 * Copy and paste through the system clipboard, as the text of a graph file: between tabs, or to a friend. A pasted picture
 * becomes a node.
 */
import { copyNodes, GraphError, parseGraph, pasteNodes, serializeGraph } from "@unclip/graph";
import { takeFiles } from "../canvas/drop.ts";
import { canvasSpot, toCanvas } from "../canvas/viewport.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { say } from "../view/notice.ts";
import { select, selectedNodes, useView } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { deleteSelection } from "./selecting.ts";

/** The selected nodes as text, or `undefined` when none is selected. */
function selectionText(): string | undefined {
  const ids = selectedNodes(useView.getState().selection);
  if (ids.length === 0) return undefined;
  return serializeGraph(copyNodes(useDoc.getState().here, ids));
}

/** Adds the nodes of a graph's text; says so when there are none. Returns whether it was a graph. */
function pasteText(text: string): boolean {
  try {
    const copied = parseGraph(text);
    let made: Iterable<string> = [];
    editHere((graph) => {
      const change = pasteNodes(graph, copied, pasteOffset(copied.nodes));
      made = change.ids.values();
      return change;
    });
    select(made);
    return true;
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    say({ tone: "error", text: words().nothingToPaste });
    return false;
  }
}

/** A little beside the originals while those are in sight, else to the middle of what is. */
function pasteOffset(
  nodes: Readonly<Record<string, { readonly at?: readonly [number, number] }>>,
): [number, number] {
  const { here: graph } = useDoc.getState();
  const stillThere = Object.keys(nodes).some((id) => graph.nodes[id] !== undefined);
  if (stillThere) return [40, 40];
  const places = Object.values(nodes).flatMap(({ at }) => (at ? [at] : []));
  if (places.length === 0) return [0, 0];
  const [x, y] = toCanvas(canvasSpot());
  const left = Math.min(...places.map(([px]) => px));
  const top = Math.min(...places.map(([, py]) => py));
  return [Math.round((x - left) / 8) * 8, Math.round((y - top) / 8) * 8];
}

export async function copySelection(): Promise<void> {
  const text = selectionText();
  if (text !== undefined) await navigator.clipboard?.writeText(text);
}

export async function cutSelection(): Promise<void> {
  await copySelection();
  deleteSelection();
}

/** Paste from a menu: a browser may ask first, or refuse; the shortcut always works. */
export async function pasteClipboard(): Promise<void> {
  try {
    pasteText(await navigator.clipboard.readText());
  } catch {
    say({ tone: "info", text: words().pasteHint });
  }
}

/** The browser's own copy, cut and paste, wherever no field or selected text takes them. */
export function watchClipboard(): void {
  const elsewhere = (event: ClipboardEvent) => {
    const target = event.target as Element | null;
    return (
      target?.closest("input, textarea, [contenteditable]") != null || !document.getSelection()?.isCollapsed
    );
  };
  const take = (event: ClipboardEvent) => {
    const text = elsewhere(event) ? undefined : selectionText();
    if (text === undefined) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut") deleteSelection();
  };
  document.addEventListener("copy", take);
  document.addEventListener("cut", take);
  document.addEventListener("paste", (event) => {
    const target = event.target as Element | null;
    if (target?.closest("input, textarea, [contenteditable]")) return;
    const text = event.clipboardData?.getData("text/plain");
    if (text) pasteText(text);
    else takeFiles(event.clipboardData?.files ?? [], canvasSpot());
  });
}
