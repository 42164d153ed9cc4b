/** Graph + node types + targets → {@link Plan}: what will run, in which order, under which keys. */
import { type Graph, type NodePort, own, usesAround } from "@unclip/graph";
import { type Analysis, analyse, cycleProblem, problemsAmong } from "../check/check.ts";
import type { FedNode } from "../check/feeds.ts";
import { countProblems } from "../check/findings.ts";
import { error, type Problem } from "../check/problem.ts";
import type { Wiring } from "../check/wiring.ts";
import type { NodeTypeTable, Vocabulary } from "../contract/describe.ts";
import { nodeKey, nodeRecipe } from "./node-key.ts";
import { planOrder } from "./plan-order.ts";
import type { Plan, PlannedEdge, PlannedNode, PlanOptions } from "./planned.ts";

/** Thrown by {@link plan} for a graph that cannot run; `problems` has every error that stands in the way. */
export class PlanError extends Error {
  readonly code = "graph_invalid";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const count = countProblems(problems);
    const more = count > 1 ? ` (and ${count - 1} more)` : "";
    super(`${problems[0]?.message ?? "The graph cannot run."}${more}`);
    this.name = "PlanError";
    this.problems = problems;
  }
}

/**
 * Plans a run up to `targets` (all sinks where absent). Only what the targets need is planned, and only its problems
 * count: an unfinished corner of the canvas does not keep the rest from running.
 * Throws {@link PlanError}.
 */
export function plan(graph: Graph, vocabulary: Vocabulary, options: PlanOptions): Plan {
  const analysis = analyse(graph, vocabulary, options);
  const targets = findTargets(analysis, options.targets);
  const { wiring, fed } = analysis;
  const sources = sourcesOf(analysis);
  const needed = neededBy(targets, analysis, sources);
  // a part that could not be unfolded has no nodes, so its problems concern every run
  const concerning = problemsAmong(graph, vocabulary, options, (node) => {
    const wired = node === undefined ? undefined : wiring.byId.get(node);
    return wired === undefined || needed.has(wired.index);
  });
  // an asked target needs no output; a cycle is told among the needed nodes, where the shortest of all may not be
  const others = options.targets === undefined ? ["graph_cycle"] : ["graph_cycle", "graph_no_output"];
  const errors = [
    ...concerning.filter((p) => p.severity === "error" && !others.includes(p.code)),
    ...(wiring.cyclic.some((index) => needed.has(index)) ? [cycleProblem(wiring, needed)] : []),
  ];
  if (errors.length > 0) throw new PlanError(errors);

  const keys = new Map<string, string>();
  const nodes: PlannedNode[] = [];
  const order = planOrder(targets, sources, idOf(analysis));
  const asked = askedOutputs(analysis, order);
  for (const index of order) {
    const wired = wiring.nodes[index];
    const node = fed[index] as FedNode;
    if (wired?.table === undefined) continue;
    const edges = plannedEdges(node, wired.table);
    const made = nodeRecipe(wired.flat.node, wired.table, edges, graph.model, options.fingerprint);
    const key = nodeKey(made, edges, keys);
    keys.set(wired.flat.id, key);
    const ports = asked.get(wired.flat.id);
    nodes.push(plannedNode(wired.flat.id, wired.table, key, made.params, edges, ports));
  }
  return Object.freeze({
    model: graph.model,
    fingerprint: options.fingerprint,
    nodes: Object.freeze(nodes),
    targets: targets.map(idOf(analysis)),
    remarks: concerning.filter((p) => p.severity === "remark"),
  });
}

function plannedNode(
  id: string,
  table: NodeTypeTable,
  key: string,
  params: PlannedNode["params"],
  inputs: readonly PlannedEdge[],
  asked: ReadonlySet<string> | undefined,
): PlannedNode {
  return Object.freeze({
    id,
    type: table.type,
    version: table.version,
    over: table.over,
    key,
    params,
    inputs,
    ...(asked && { asked: Object.freeze([...asked].sort()) }),
  });
}

/** By node, the outputs given on request alone that one of the nodes in `order` takes. */
function askedOutputs({ wiring, fed }: Analysis, order: readonly number[]): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  for (const index of order)
    for (const source of fed[index]?.edges.values() ?? []) {
      const outputs = wiring.byId.get(source.node)?.table?.outputs;
      if (!own(outputs, source.port)?.onRequest) continue;
      const ports = asked.get(source.node) ?? new Set<string>();
      asked.set(source.node, ports.add(source.port));
    }
  return asked;
}

/** Edges in the order of the node type's inputs and then its params, whatever their order in the file. */
function plannedEdges(node: FedNode, table: NodeTypeTable): PlannedEdge[] {
  const edges: PlannedEdge[] = [];
  const add = (param: boolean) => (port: string) => {
    const source = node.edges.get(port);
    if (source !== undefined) edges.push({ port, param, node: source.node, output: source.port });
  };
  Object.keys(table.inputs).forEach(add(false));
  Object.keys(table.params).forEach(add(true));
  return edges;
}

/** Indices of the targets, without those that a switched-off node keeps from running. */
function findTargets({ wiring, fed }: Analysis, asked: readonly string[] | undefined): number[] {
  if (asked === undefined) return wiring.nodes.flatMap((n, i) => (n.table?.sink && !fed[i]?.idle ? [i] : []));
  const problems: Problem[] = [];
  const inside = nodesInside(wiring, new Set(asked.filter((id) => !wiring.byId.has(id))));
  const targets = [...new Set(asked)].flatMap((id) => {
    const found = wiring.byId.get(id);
    const indices = found === undefined ? (inside.get(id) ?? []) : [found.index];
    if (indices.length === 0) problems.push(unknownTarget(id));
    for (const i of indices)
      if (found !== undefined && fed[i]?.idle) problems.push(idleTarget(id, fed[i].idle.because));
    return indices.filter((i) => !fed[i]?.idle);
  });
  if (asked.length === 0) problems.push(noTarget());
  if (problems.length > 0) throw new PlanError(problems);
  return [...new Set(targets)];
}

/** By use of a part, of those given, the nodes inside it, in the order of the graph. */
function nodesInside(wiring: Wiring, uses: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const inside = new Map<string, number[]>();
  if (uses.size === 0) return inside;
  for (const { flat, index } of wiring.nodes)
    for (const use of usesAround(flat.id)) {
      if (!uses.has(use)) continue;
      const indices = inside.get(use);
      if (indices === undefined) inside.set(use, [index]);
      else indices.push(index);
    }
  return inside;
}

/** The targets and everything that leads to them. */
function neededBy(
  targets: readonly number[],
  analysis: Analysis,
  sources: (index: number) => readonly number[],
): ReadonlySet<number> {
  const needed = new Set(targets);
  const drawn = (i: number) => [...(analysis.wiring.nodes[i]?.flat.sources.values() ?? [])];
  const pending = [...targets];
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    const via =
      analysis.wiring.cyclic.length > 0 ? drawn(i).flatMap((s) => indexOf(analysis, s)) : sources(i);
    for (const from of via) {
      if (needed.has(from)) continue;
      needed.add(from);
      pending.push(from);
    }
  }
  return needed;
}

/** The nodes that feed each node, looked up once. */
function sourcesOf(analysis: Analysis): (index: number) => readonly number[] {
  const known: number[][] = new Array(analysis.fed.length);
  return (index) => {
    const edges = analysis.fed[index]?.edges.values() ?? [];
    known[index] ??= [...edges].flatMap((source) => indexOf(analysis, source));
    return known[index];
  };
}

function indexOf({ wiring }: Analysis, source: NodePort): number[] {
  const found = wiring.byId.get(source.node);
  return found === undefined ? [] : [found.index];
}

function idOf({ wiring }: Analysis): (index: number) => string {
  return (index) => wiring.nodes[index]?.flat.id ?? "";
}

function unknownTarget(id: string): Problem {
  return error({
    code: "target_unknown",
    node: id,
    found: "a target that is no node of the graph",
    expected: "the id of a node",
    remedy: "Name another",
  });
}

function idleTarget(id: string, because: string): Problem {
  return error({
    code: "muted",
    node: id,
    found: `a target that cannot run, since "${because}" is switched off`,
    expected: "a node that runs",
    remedy: "Switch it on, or name another",
  });
}

function noTarget(): Problem {
  return error({
    code: "target_unknown",
    found: "an empty list of targets",
    expected: "at least one node",
    remedy: "Name one, or leave the list out to run everything",
  });
}
