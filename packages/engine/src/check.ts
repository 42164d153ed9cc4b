/**
 * Everything that is wrong with a graph, at once and before anything runs. Reads the same port tables as the
 * executor; iterative, so that a chain of 100,000 nodes is checked like one of ten.
 */
import type { Graph } from "@unclip/graph";
import { shortestCycle } from "./cycle.ts";
import type { Vocabulary } from "./describe.ts";
import { type FedNode, feed } from "./feeds.ts";
import { nodeProblems } from "./node-problems.ts";
import { error, type Problem } from "./problem.ts";
import { modelSpace, type SpaceOptions, spaceProblems } from "./spaces.ts";
import { sweepProblems } from "./sweep.ts";
import { type Wiring, wire } from "./wiring.ts";

/** Problems of a graph: errors, which keep it from running, and remarks. Empty when there is nothing to say. */
export function check(graph: Graph, vocabulary: Vocabulary, options: SpaceOptions = {}): Problem[] {
  return [...analyse(graph, vocabulary, options).problems];
}

/** What `check` and `plan` know of a graph. */
export interface Analysis {
  readonly wiring: Wiring;
  readonly fed: readonly FedNode[];
  readonly problems: readonly Problem[];
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
  const analysis = walk(graph, vocabulary, space);
  if (Object.isFrozen(graph) && Object.isFrozen(graph.nodes))
    remembered.set(graph, { vocabulary, space, analysis });
  return analysis;
}

function walk(graph: Graph, vocabulary: Vocabulary, space: string): Analysis {
  const wiring = wire(graph, vocabulary);
  const fed = feed(wiring, vocabulary);
  const problems: Problem[] = [...wiring.problems];
  if (wiring.cyclic.length > 0) problems.push(cycleProblem(wiring));
  for (const [index, wired] of wiring.nodes.entries())
    problems.push(...nodeProblems(wired, fed[index] as FedNode, fed, wiring, vocabulary));
  problems.push(...spaceProblems(wiring, fed, space), ...sweepProblems(wiring, fed));
  if (
    !problems.some((p) => p.code === "node_type_unknown") &&
    !wiring.nodes.some((n, i) => n.table?.sink && !fed[i]?.idle)
  )
    problems.push(noOutput(vocabulary));
  return { wiring, fed, problems };
}

/** The shortest cycle of a graph that has one, among all its nodes or some of them. */
export function cycleProblem(wiring: Wiring, among?: ReadonlySet<number>): Problem {
  const before = wiring.before.map((sources, i) => (among === undefined || among.has(i) ? sources : []));
  const ids = (shortestCycle(before) ?? []).map((i) => wiring.nodes[i]?.flat.id ?? "");
  const shown =
    ids.length <= 12 ? ids : [...ids.slice(0, 6), `… (${ids.length - 1} nodes)`, ...ids.slice(-3)];
  return error({
    code: "graph_cycle",
    ...(ids[0] === undefined ? {} : { node: ids[0] }),
    found: `a cycle, ${shown.join(" → ")}`,
    expected: "edges that lead from inputs to outputs only",
    remedy: "Remove one of its edges",
  });
}

function noOutput(vocabulary: Vocabulary): Problem {
  const sinks = Object.values(vocabulary.nodeTypes).filter((t) => t.sink);
  const names = sinks.slice(0, 3).map((t) => t.type);
  return error({
    code: "graph_no_output",
    found: "no node that shows or saves a result",
    expected: `at least one${names.length === 0 ? "" : `, such as ${names.join(", ")}`}`,
    remedy: "Add one and connect it",
  });
}
