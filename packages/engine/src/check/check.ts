/**
 * Everything that is wrong with a graph, at once and before anything runs. Reads the same port tables as the
 * executor; iterative, so that a chain of 100,000 nodes is checked like one of ten.
 */
import type { Graph } from "@unclip/graph";
import type { Vocabulary } from "../contract/describe.ts";
import { shortestCycle } from "./cycle.ts";
import { Findings } from "./findings.ts";
import { nodeProblems } from "./node-problems.ts";
import { error, type Parts, type Problem, shortened } from "./problem.ts";
import { resolve } from "./resolve.ts";
import type { ResolvedGraph } from "./resolved-graph.ts";
import { modelSpace, type SpaceOptions, spaceProblems } from "./spaces.ts";
import { sweepProblems } from "./sweep.ts";

/**
 * Problems of a graph: errors, which keep it from running, and remarks. Empty when there is nothing to say. Of each at most
 * 100 are listed; a last one, `problems_omitted`, counts the others. A graph whose errors are not all listed has errors listed.
 */
export function check(graph: Graph, vocabulary: Vocabulary, options: SpaceOptions = {}): Problem[] {
  return [...analyse(graph, vocabulary, options).problems];
}

/** What `check` and `plan` know of a graph. */
export interface Analysis {
  readonly resolved: ResolvedGraph;
  readonly problems: readonly Problem[];
  /** Whether all problems are listed, and not some only counted. */
  readonly complete: boolean;
}

interface Remembered {
  readonly vocabulary: Vocabulary;
  readonly space: string;
  readonly analysis: Analysis;
}

const remembered = new WeakMap<Graph, Remembered>();

/** Remembers what it found of a frozen graph, so that checking, planning and planning again cost one walk. */
export function analyse(graph: Graph, vocabulary: Vocabulary, options: SpaceOptions): Analysis {
  const space = modelSpace(graph, options);
  const known = remembered.get(graph);
  if (known?.vocabulary === vocabulary && known.space === space) return known.analysis;
  const analysis = walk(graph, vocabulary, space, new Findings());
  if (Object.isFrozen(graph) && Object.isFrozen(graph.nodes))
    remembered.set(graph, { vocabulary, space, analysis });
  return analysis;
}

/** The resolved graph. What `check` or `plan` already found of a frozen graph is used again. */
export function resolvedGraph(graph: Graph, vocabulary: Vocabulary): ResolvedGraph {
  const known = remembered.get(graph);
  return known?.vocabulary === vocabulary ? known.analysis.resolved : resolve(graph, vocabulary);
}

/** The problems of some nodes and of the graph as a whole; `undefined` stands for the graph. */
export function problemsAmong(
  graph: Graph,
  vocabulary: Vocabulary,
  options: SpaceOptions,
  concerns: (node: string | undefined) => boolean,
): readonly Problem[] {
  const { problems, complete } = analyse(graph, vocabulary, options);
  if (complete) return problems.filter(({ node }) => concerns(node));
  // some of these may be among those that were only counted
  return walk(graph, vocabulary, modelSpace(graph, options), new Findings(concerns)).problems;
}

function walk(graph: Graph, vocabulary: Vocabulary, space: string, findings: Findings): Analysis {
  const resolved = resolve(graph, vocabulary, findings);
  if (resolved.cyclic.length > 0) {
    const { node, ...cycle } = cycleParts(resolved);
    findings.error(node, () => cycle);
  }
  for (const node of resolved.nodes) nodeProblems(node, resolved, vocabulary, findings);
  spaceProblems(resolved, space, findings);
  sweepProblems(resolved, findings);
  if (!resolved.unknown && !resolved.nodes.some(({ table, idle }) => table?.sink && !idle))
    findings.error(undefined, () => noOutput(vocabulary));
  return { resolved, problems: findings.problems, complete: findings.complete };
}

/** The shortest cycle of a graph that has one, among all its nodes or some of them. */
export function cycleProblem(graph: ResolvedGraph, among?: ReadonlySet<number>): Problem {
  return error(cycleParts(graph, among));
}

function cycleParts(graph: ResolvedGraph, among?: ReadonlySet<number>): Parts {
  const before = graph.before.map((sources, i) => (among === undefined || among.has(i) ? sources : []));
  const ids = (shortestCycle(before) ?? []).map((i) => graph.nodes[i]?.id ?? "");
  const shown =
    ids.length <= 12 ? ids : [...ids.slice(0, 6), `… (${ids.length - 1} nodes)`, ...ids.slice(-3)];
  return {
    code: "graph_cycle",
    ...(ids[0] === undefined ? {} : { node: ids[0] }),
    found: `a cycle, ${shown.map(shortened).join(" → ")}`,
    expected: "edges that lead from inputs to outputs only",
    remedy: "Remove one of its edges",
  };
}

function noOutput(vocabulary: Vocabulary): Omit<Parts, "node"> {
  const sinks = Object.values(vocabulary.nodeTypes).filter((t) => t.sink);
  const names = sinks.slice(0, 3).map((t) => t.type);
  return {
    code: "graph_no_output",
    found: "no node that shows or saves a result",
    expected: `at least one${names.length === 0 ? "" : `, such as ${names.join(", ")}`}`,
    remedy: "Add one and connect it",
  };
}
