/** Undo and redo over changes: a pure structure, so that any store can hold it and a test can read it. */
import { applyPatches, type Change, type GraphPatch } from "./change.ts";
import type { Graph } from "./types.ts";

/** Edits with one merge key that follow within this many milliseconds are one step. */
export const mergeWindow = 500;

/** One thing that a person did. */
export interface HistoryStep {
  readonly label: string;
  readonly patches: readonly GraphPatch[];
  readonly inverse: readonly GraphPatch[];
  readonly mergeKey?: string;
  /** Milliseconds, when the step was last added to. */
  readonly at: number;
}

export interface History {
  /** Oldest first; the last is what undo takes back. */
  readonly past: readonly HistoryStep[];
  /** The first is what redo does again. */
  readonly future: readonly HistoryStep[];
  /** Steps that are kept. */
  readonly cap: number;
}

export function emptyHistory(cap = 200): History {
  return { past: [], future: [], cap };
}

/** Adds a change made at `now` (milliseconds). A change that did nothing adds nothing; what was undone is forgotten. */
export function push(history: History, change: Change, now: number): History {
  if (change.patches.length === 0) return history;
  const last = history.past.at(-1);
  const merges =
    last !== undefined &&
    history.future.length === 0 &&
    change.mergeKey !== undefined &&
    change.mergeKey === last.mergeKey &&
    now - last.at <= mergeWindow;
  const { label, patches, inverse, mergeKey } = change;
  const step = { label, patches, inverse, ...(mergeKey === undefined ? {} : { mergeKey }), at: now };
  const past = merges ? [...history.past.slice(0, -1), merged(last, step)] : [...history.past, step];
  return { ...history, past: past.slice(-history.cap), future: [] };
}

/** Takes the last step back, or `undefined` when there is none. */
export function undo(
  history: History,
  graph: Graph,
): { readonly history: History; readonly graph: Graph } | undefined {
  const step = history.past.at(-1);
  if (step === undefined) return undefined;
  return {
    graph: applyPatches(graph, step.inverse),
    history: { ...history, past: history.past.slice(0, -1), future: [step, ...history.future] },
  };
}

/** Does again what was undone last, or `undefined` when there is nothing. */
export function redo(
  history: History,
  graph: Graph,
): { readonly history: History; readonly graph: Graph } | undefined {
  const [step, ...future] = history.future;
  if (step === undefined) return undefined;
  return {
    graph: applyPatches(graph, step.patches),
    history: { ...history, past: [...history.past, step], future },
  };
}

/** What undo would take back, for a menu. */
export function undoLabel(history: History): string | undefined {
  return history.past.at(-1)?.label;
}

/** What redo would do again, for a menu. */
export function redoLabel(history: History): string | undefined {
  return history.future[0]?.label;
}

/**
 * Two steps as one. Where the newer one writes exactly the places that the older one wrote last, its patches replace
 * those, so that a minute of dragging holds one position a node and not thousands.
 */
function merged(older: HistoryStep, newer: HistoryStep): HistoryStep {
  const keep = older.patches.length - newer.patches.length;
  const tail = older.patches.slice(keep);
  const overwrites =
    keep >= 0 &&
    newer.patches.every(
      (patch, i) => patch.op === "replace" && tail[i]?.op !== "remove" && samePath(patch, tail[i]),
    );
  if (!overwrites)
    return {
      ...newer,
      patches: [...older.patches, ...newer.patches],
      inverse: [...newer.inverse, ...older.inverse],
    };
  const patches = newer.patches.map((patch, i) => ({ ...patch, op: tail[i]?.op ?? patch.op }));
  return { ...newer, patches: [...older.patches.slice(0, keep), ...patches], inverse: older.inverse };
}

function samePath(a: GraphPatch, b: GraphPatch | undefined): boolean {
  return b !== undefined && a.path.length === b.path.length && a.path.every((key, i) => key === b.path[i]);
}
