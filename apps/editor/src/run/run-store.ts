/** The run state of the open document, with what the canvas needs to know of it without looking at every event. */
import type { RunEvent } from "@unclip/engine";
import { create } from "zustand";
import { applyEvents, idleRun, type NodeRun, openRun, type RunState, renameInRun } from "./run-state.ts";
import { type Shown, shownOf } from "./shown.ts";

/** What a node has to show, and how many of it. */
export interface Foot {
  readonly is: Shown["is"];
  readonly count: number;
}

export interface RunStore extends RunState {
  /** What nodes have to show at their foot; keeps its identity while that does not change. */
  readonly feet: Readonly<Record<string, Foot>>;
  /** Nodes that failed in the shown run; keeps its identity while that does not change. */
  readonly failed: ReadonlySet<string>;
  /** Nodes that remarked on what they gave; keeps its identity while that does not change. */
  readonly remarked: ReadonlySet<string>;
  /** Fingerprint that each node had when it last finished; see `fingerprint.ts`. */
  readonly finished: Readonly<Record<string, string>>;
  /** Fingerprints of the graph that the shown run was started with. */
  readonly running: ReadonlyMap<string, string>;
}

export const useRun = create<RunStore>(() => ({
  ...idleRun,
  feet: {},
  failed: new Set(),
  remarked: new Set(),
  finished: {},
  running: new Map(),
}));

/** Forgets everything: another document was opened. */
export function clearRun(): void {
  const none = new Set<string>();
  useRun.setState({ ...idleRun, feet: {}, failed: none, remarked: none, finished: {}, running: new Map() });
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
    const feet = noteFeet(state.feet, next, touched);
    const failed = noteNodes(state.failed, next, ({ status }) => status === "failed");
    const remarked = noteNodes(state.remarked, next, ({ remarks }) => remarks.length > 0);
    return { ...next, finished, feet, failed, remarked };
  });
}

function noteFinished(state: RunStore, events: readonly RunEvent[]): RunStore["finished"] {
  const ended = events.filter(({ event }) => event === "node-finished" || event === "node-failed");
  if (ended.length === 0) return state.finished;
  const finished = { ...state.finished };
  for (const event of ended) {
    if (!("node" in event)) continue;
    const print = state.running.get(event.node);
    if (event.event === "node-failed") delete finished[event.node];
    else if (print !== undefined) finished[event.node] = print;
  }
  return finished;
}

function noteFeet(before: RunStore["feet"], state: RunState, touched: ReadonlySet<string>): RunStore["feet"] {
  let after = before;
  for (const id of touched) {
    const shown = shownOf(state.nodes[id]);
    const foot = shown && { is: shown.is, count: shown.is === "pictures" ? shown.assets.length : 1 };
    if (after[id]?.is === foot?.is && after[id]?.count === foot?.count) continue;
    const { [id]: _, ...rest } = after;
    after = foot === undefined ? rest : { ...rest, [id]: foot };
  }
  return after;
}

/** The nodes of which something is so; the set `before` where it is so of the same ones. */
function noteNodes(
  before: ReadonlySet<string>,
  next: RunState,
  is: (run: NodeRun) => boolean,
): ReadonlySet<string> {
  const nodes = Object.entries(next.nodes).flatMap(([id, run]) => (is(run) ? [id] : []));
  return nodes.length === before.size && nodes.every((id) => before.has(id)) ? before : new Set(nodes);
}

export function renameRunNode(from: string, to: string): void {
  useRun.setState((state) => {
    const { [from]: foot, ...feet } = state.feet;
    const { [from]: print, ...finished } = state.finished;
    const renamed = (nodes: ReadonlySet<string>) => new Set([...nodes].map((id) => (id === from ? to : id)));
    return {
      ...renameInRun(state, from, to),
      failed: renamed(state.failed),
      remarked: renamed(state.remarked),
      feet: foot === undefined ? feet : { ...feet, [to]: foot },
      finished: print === undefined ? finished : { ...finished, [to]: print },
    };
  });
}
