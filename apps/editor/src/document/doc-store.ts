/** The open document and its history. Changed by named changes only; nothing of views or runs is in here. */
import {
  type Change,
  ChangeError,
  editPart,
  emptyHistory,
  type Graph,
  type History,
  push,
  redo as redoStep,
  undo as undoStep,
} from "@unclip/graph";
import { create } from "zustand";
import { type Inside, pathOf, sameInside, viewOf } from "../parts/inside.ts";
import { say } from "../view/notice.ts";
import { words } from "../words/words.ts";

export interface DocState {
  readonly graph: Graph;
  readonly history: History;
  /** Told apart from other documents that were open before: results of a run belong to one of them. */
  readonly opened: number;
  /** The uses of parts that were entered to get where the canvas is, outermost first; none: the document itself. */
  readonly inside: Inside;
  /** What the canvas shows: the document, or the part that was entered, as a graph of its own. */
  readonly here: Graph;
  /** What stands before a node's id in a run: `"use/"` for each use that was entered; `""` in the document itself. */
  readonly path: string;
}

export const emptyGraph: Graph = { unclip: 1, title: "Untitled", model: "emoji", nodes: {} };

export const useDoc = create<DocState>(() => ({
  graph: emptyGraph,
  history: emptyHistory(),
  opened: 0,
  inside: [],
  here: emptyGraph,
  path: "",
}));

/** The document after an edit, seen from where the canvas is; from further out where the way in is gone. */
function standing(state: DocState, graph: Graph): Pick<DocState, "graph" | "inside" | "here" | "path"> {
  const { inside, here } = viewOf(graph, state.inside, state);
  return { graph, inside, here, path: pathOf(inside) };
}

/** Goes into uses of parts, or out of them. */
export function goInside(inside: Inside): void {
  useDoc.setState((state) => {
    if (sameInside(state.inside, inside)) return state;
    return standing({ ...state, inside }, state.graph);
  });
}

/** Makes an edit. One that does not make sense on this graph is refused with a sentence, and nothing changes. */
export function edit(make: (graph: Graph) => Change, now = Date.now()): Change | undefined {
  const { graph, history } = useDoc.getState();
  try {
    const change = make(graph);
    if (change.patches.length === 0) return undefined;
    useDoc.setState((state) => ({ ...standing(state, change.graph), history: push(history, change, now) }));
    return change;
  } catch (error) {
    if (!(error instanceof ChangeError)) throw error;
    say({ tone: "error", text: words().changeError(error) });
    return undefined;
  }
}

/** Makes an edit of what the canvas shows: of the document, or of the part that was entered. */
export function editHere(make: (here: Graph) => Change, now = Date.now()): Change | undefined {
  const part = useDoc.getState().inside.at(-1)?.part;
  return edit(part === undefined ? make : (graph) => editPart(graph, part, make), now);
}

export function undo(): void {
  const { graph, history } = useDoc.getState();
  const before = undoStep(history, graph);
  if (before) useDoc.setState((state) => ({ ...standing(state, before.graph), history: before.history }));
}

export function redo(): void {
  const { graph, history } = useDoc.getState();
  const after = redoStep(history, graph);
  if (after) useDoc.setState((state) => ({ ...standing(state, after.graph), history: after.history }));
}

/** Puts another document in place of the open one, with its history when it is being restored. */
export function openDocument(graph: Graph, history: History = emptyHistory()): void {
  useDoc.setState(({ opened }) => ({
    graph,
    history,
    opened: opened + 1,
    inside: [],
    here: graph,
    path: "",
  }));
}
