/**
 * The open document is kept in this browser after every edit, undo history and last run included, so that a reload or
 * a killed tab loses nothing. Another tab that saves its own is noticed, not overwritten.
 */
import { emptyHistory, type Graph, type History, parseGraph } from "@unclip/graph";
import { create } from "zustand";
import { setFree, useSeeds } from "../params/seeds.ts";
import { useRun } from "../run/run-store.ts";
import { setView, useView } from "../view/view-store.ts";
import { openDocument, useDoc } from "./doc-store.ts";
import { setTemplate, useAdvance } from "./made-in-advance.ts";

const key = "unclip.document";
const pause = 250;
/** Characters of history that are kept; older steps go first. */
const historyBudget = 1_000_000;

interface Saved {
  readonly tab: string;
  readonly graph: unknown;
  readonly history: History;
  readonly run: string | undefined;
  readonly prints: readonly (readonly [string, string])[];
  readonly finished: Readonly<Record<string, string>>;
  readonly freeSeeds: readonly string[];
  readonly collapsed: readonly string[];
  /** The template that the document came from. */
  readonly template: string | undefined;
  readonly renamed: Readonly<Record<string, string>>;
}

export const useAutosave = create<{
  readonly state: "saved" | "saving" | "failed";
  readonly otherTab: boolean;
}>(() => ({
  state: "saved",
  otherTab: false,
}));

const tab = Math.random().toString(36).slice(2);
let timer: ReturnType<typeof setTimeout> | undefined;

function save(): void {
  clearTimeout(timer);
  timer = undefined;
  if (useAutosave.getState().otherTab) return;
  const { graph, history } = useDoc.getState();
  const { id, running, finished } = useRun.getState();
  const saved: Saved = {
    tab,
    graph,
    history: withinBudget(history),
    run: id,
    prints: [...running],
    finished,
    freeSeeds: [...useSeeds.getState().free],
    collapsed: [...useView.getState().collapsed],
    template: useAdvance.getState().template,
    renamed: useAdvance.getState().renamed,
  };
  try {
    localStorage.setItem(key, JSON.stringify(saved));
    useAutosave.setState({ state: "saved" });
  } catch {
    useAutosave.setState({ state: "failed" });
  }
}

/** The newest steps whose JSON fits the budget. */
export function withinBudget(history: History, budget = historyBudget): History {
  let room = budget;
  let first = history.past.length;
  while (first > 0) {
    room -= JSON.stringify(history.past[first - 1]).length;
    if (room < 0) break;
    first -= 1;
  }
  return first === 0 ? history : { ...history, past: history.past.slice(first) };
}

function soon(): void {
  if (timer !== undefined) return;
  useAutosave.setState({ state: "saving" });
  timer = setTimeout(save, pause);
}

/** What was open when the page closed; `run` is the run to show again. `undefined` when there is nothing to bring back. */
export function restore():
  | { readonly run: string | undefined; readonly prints: ReadonlyMap<string, string> }
  | undefined {
  const saved = read();
  if (saved === undefined) return undefined;
  openDocument(saved.graph, saved.history);
  useRun.setState({ finished: saved.finished });
  for (const seed of saved.freeSeeds) setFree(seed, true);
  setView({ collapsed: new Set(saved.collapsed) });
  setTemplate(saved.template, saved.renamed);
  return { run: saved.run, prints: new Map(saved.prints) };
}

function read(): (Saved & { readonly graph: Graph }) | undefined {
  try {
    const text = localStorage.getItem(key);
    if (text === null) return undefined;
    const saved = JSON.parse(text) as Partial<Saved>;
    const graph = parseGraph(JSON.stringify(saved.graph));
    return {
      tab: "",
      history: saved.history ?? emptyHistory(),
      run: saved.run,
      prints: saved.prints ?? [],
      finished: saved.finished ?? {},
      freeSeeds: saved.freeSeeds ?? [],
      collapsed: saved.collapsed ?? [],
      template: saved.template,
      renamed: saved.renamed ?? {},
      graph,
    };
  } catch {
    // Nothing usable was kept; the first template opens instead.
    return undefined;
  }
}

/** Keeps the document from now on. */
export function watchDocument(): void {
  useDoc.subscribe((now, before) => {
    if (now.graph !== before.graph || now.history !== before.history) soon();
  });
  useRun.subscribe((now, before) => {
    if (now.id !== before.id || now.finished !== before.finished) soon();
  });
  useSeeds.subscribe(soon);
  addEventListener("pagehide", () => {
    if (timer !== undefined) save();
  });
  addEventListener("storage", (event) => {
    if (event.key !== key || event.newValue === null) return;
    const other = JSON.parse(event.newValue) as Saved;
    // A second tab that only looks at the same graph is no conflict.
    const same = JSON.stringify(other.graph) === JSON.stringify(useDoc.getState().graph);
    if (other.tab !== tab && !same) useAutosave.setState({ otherTab: true });
  });
}

/** This tab's document wins: it is saved over the other tab's. */
export function keepMine(): void {
  useAutosave.setState({ otherTab: false });
  save();
}

/** The other tab's document wins: it is loaded here. */
export function takeOther(): void {
  useAutosave.setState({ otherTab: false });
  restore();
}
