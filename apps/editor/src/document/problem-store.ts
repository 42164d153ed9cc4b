/** What is wrong with the open document, found again shortly after every edit. */
import { check, type Problem } from "@unclip/engine";
import { create } from "zustand";
import { useServer } from "../server/server-store.ts";
import { inTheirWords } from "../words/spoken-problem.ts";
import { useDoc } from "./doc-store.ts";

export interface ProblemState {
  readonly all: readonly Problem[];
  /** Errors alone: a graph that has any cannot run. */
  readonly errors: readonly Problem[];
  readonly byNode: Readonly<Record<string, readonly Problem[]>>;
}

export const useProblems = create<ProblemState>(() => ({ all: [], errors: [], byNode: {} }));

const none: readonly Problem[] = [];

/** The problems of one node, for a selector: the same array while there are none. */
export const problemsOf =
  (node: string) =>
  (state: ProblemState): readonly Problem[] =>
    state.byNode[node] ?? none;

/** Checks the document now; an edit is followed by this within {@link delay} milliseconds. */
export function checkNow(): void {
  // The engine tells problems in English, of node types as the server gave them; they are said in other words here.
  const { original, vocabulary, ready, models } = useServer.getState();
  if (!ready) return;
  const spaceOf = (model: string) => models.find(({ id }) => id === model)?.space || undefined;
  const all = inTheirWords(check(useDoc.getState().graph, original, { spaceOf }), original, vocabulary);
  const before = useProblems.getState().byNode;
  const byNode: Record<string, readonly Problem[]> = {};
  for (const problem of all) {
    if (problem.node !== undefined) byNode[problem.node] = [...(byNode[problem.node] ?? []), problem];
  }
  // A node whose problems are as before keeps its array, so that its card is not drawn again.
  for (const [id, list] of Object.entries(byNode)) {
    const known = before[id];
    if (known?.length === list.length && list.every((p, i) => p.message === known[i]?.message))
      byNode[id] = known;
  }
  useProblems.setState({ all, errors: all.filter(({ severity }) => severity === "error"), byNode });
}

const delay = 40;

/** Keeps the problems in step with the document. */
export function watchProblems(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(checkNow, delay);
  };
  useDoc.subscribe((now, before) => {
    if (now.graph !== before.graph) later();
  });
  useServer.subscribe((now, before) => {
    // Another language comes with another vocabulary.
    if (now.vocabulary !== before.vocabulary || now.ready !== before.ready || now.models !== before.models)
      later();
  });
  later();
}
