/** The open document and its history. Changed by named changes only; nothing of views or runs is in here. */
import {
  type Change,
  ChangeError,
  emptyHistory,
  type Graph,
  type History,
  push,
  redo as redoStep,
  undo as undoStep,
} from "@unclip/graph";
import { create } from "zustand";
import { say } from "../view/notice.ts";

export interface DocState {
  readonly graph: Graph;
  readonly history: History;
  /** Told apart from other documents that were open before: results of a run belong to one of them. */
  readonly opened: number;
}

export const emptyGraph: Graph = { unclip: 1, title: "Untitled", model: "emoji", nodes: {} };

export const useDoc = create<DocState>(() => ({ graph: emptyGraph, history: emptyHistory(), opened: 0 }));

/** Makes an edit. One that does not make sense on this graph is refused with a sentence, and nothing changes. */
export function edit(make: (graph: Graph) => Change, now = Date.now()): Change | undefined {
  const { graph, history } = useDoc.getState();
  try {
    const change = make(graph);
    if (change.patches.length === 0) return undefined;
    useDoc.setState({ graph: change.graph, history: push(history, change, now) });
    return change;
  } catch (error) {
    if (!(error instanceof ChangeError)) throw error;
    say({ tone: "error", text: error.message });
    return undefined;
  }
}

export function undo(): void {
  const { graph, history } = useDoc.getState();
  const before = undoStep(history, graph);
  if (before) useDoc.setState(before);
}

export function redo(): void {
  const { graph, history } = useDoc.getState();
  const after = redoStep(history, graph);
  if (after) useDoc.setState(after);
}

/** Puts another document in place of the open one, with its history when it is being restored. */
export function openDocument(graph: Graph, history: History = emptyHistory()): void {
  useDoc.setState(({ opened }) => ({ graph, history, opened: opened + 1 }));
}
