/** The run state of the open document, with what the canvas needs to know of it without looking at every event. */
import type { RunEvent } from "@unclip/engine";
import { create } from "zustand";
import { pictureOf } from "./pictures.ts";
import { applyEvents, idleRun, openRun, type RunState, renameInRun } from "./run-state.ts";

export interface RunStore extends RunState {
  /** Nodes that show a picture at their foot, with how many it holds; keeps its identity while that does not change. */
  readonly pictured: Readonly<Record<string, number>>;
  /** Nodes that failed in the shown run; keeps its identity while that does not change. */
  readonly failed: ReadonlySet<string>;
  /** Fingerprint that each node had when it last finished; see `fingerprint.ts`. */
  readonly finished: Readonly<Record<string, string>>;
  /** Fingerprints of the graph that the shown run was started with. */
  readonly running: ReadonlyMap<string, string>;
}

export const useRun = create<RunStore>(() => ({
  ...idleRun,
  pictured: {},
  failed: new Set(),
  finished: {},
  running: new Map(),
}));

/** Forgets everything: another document was opened. */
export function clearRun(): void {
  useRun.setState({ ...idleRun, pictured: {}, failed: new Set(), finished: {}, running: new Map() });
}

/** A run of the open document was accepted. */
export function showRun(id: string, prints: ReadonlyMap<string, string>): void {
  useRun.setState((state) => ({ ...openRun(state, id), running: prints }));
}

export function receiveEvents(id: string, events: readonly RunEvent[]): void {
  useRun.setState((state) => {
    if (state.id !== id) return state;
    const next = applyEvents(state, events);
    if (next === state) return state;
    const touched = new Set(events.flatMap((event) => ("node" in event ? [event.node] : [])));
    const finished = noteFinished(state, events);
    const pictured = notePictures(state.pictured, next, touched);
    return { ...next, finished, pictured, failed: noteFailed(state.failed, next) };
  });
}

function noteFinished(state: RunStore, events: readonly RunEvent[]): RunStore["finished"] {
  const ended = events.filter((event) => event.event === "node-finished");
  if (ended.length === 0) return state.finished;
  const finished = { ...state.finished };
  for (const { node } of ended) {
    const print = state.running.get(node);
    if (print !== undefined) finished[node] = print;
  }
  return finished;
}

function notePictures(
  before: RunStore["pictured"],
  state: RunState,
  touched: ReadonlySet<string>,
): RunStore["pictured"] {
  let after = before;
  for (const id of touched) {
    const count = pictureOf(state.nodes[id])?.assets.length;
    if (after[id] === count) continue;
    const { [id]: _, ...rest } = after;
    after = count === undefined ? rest : { ...rest, [id]: count };
  }
  return after;
}

function noteFailed(before: ReadonlySet<string>, next: RunState): ReadonlySet<string> {
  const failed = Object.entries(next.nodes).flatMap(([id, { status }]) => (status === "failed" ? [id] : []));
  return failed.length === before.size && failed.every((id) => before.has(id)) ? before : new Set(failed);
}

export function renameRunNode(from: string, to: string): void {
  useRun.setState((state) => {
    const { [from]: picture, ...pictured } = state.pictured;
    const { [from]: print, ...finished } = state.finished;
    return {
      ...renameInRun(state, from, to),
      failed: new Set([...state.failed].map((id) => (id === from ? to : id))),
      pictured: picture === undefined ? pictured : { ...pictured, [to]: picture },
      finished: print === undefined ? finished : { ...finished, [to]: print },
    };
  });
}
