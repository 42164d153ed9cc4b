/** Graph + node types + targets → {@link Plan}: what will run, in which order, under which keys. */
import { type Graph, type NodePort, own, usesAround } from "@unclip/graph";
import { analyse, cycleProblem, problemsAmong } from "../check/check.ts";
import { countProblems } from "../check/findings.ts";
import { error, type Problem } from "../check/problem.ts";
import type { ResolvedGraph, ResolvedNode } from "../check/resolved-graph.ts";
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
  const { resolved } = analyse(graph, vocabulary, options);
  const targets = findTargets(resolved, options.targets);
  const sources = sourcesOf(resolved);
  const needed = neededBy(targets, resolved, sources);
  // a part that could not be unfolded has no nodes, so its problems concern every run
  const concerning = problemsAmong(graph, vocabulary, options, (node) => {
    const found = node === undefined ? undefined : resolved.byId.get(node);
    return found === undefined || needed.has(found.index);
  });
  // an asked target needs no output; a cycle is told among the needed nodes, where the shortest of all may not be
  const others = options.targets === undefined ? ["graph_cycle"] : ["graph_cycle", "graph_no_output"];
  const errors = [
    ...concerning.filter((p) => p.severity === "error" && !others.includes(p.code)),
    ...(resolved.cyclic.some((index) => needed.has(index)) ? [cycleProblem(resolved, needed)] : []),
  ];
  if (errors.length > 0) throw new PlanError(errors);

  const keys = new Map<string, string>();
  const nodes: PlannedNode[] = [];
  const order = planOrder(targets, sources, idOf(resolved));
  const asked = askedOutputs(resolved, order);
  for (const index of order) {
    const planned = resolved.nodes[index] as ResolvedNode;
    const { id, node, table } = planned;
    if (table === undefined) continue;
    const edges = plannedEdges(planned, table);
    const made = nodeRecipe(node, table, edges, graph.model, options.fingerprint);
    const key = nodeKey(made, edges, keys);
    keys.set(id, key);
    nodes.push(plannedNode(id, table, key, made.params, edges, asked.get(id)));
  }
  return Object.freeze({
    model: graph.model,
    fingerprint: options.fingerprint,
    nodes: Object.freeze(nodes),
    targets: targets.map(idOf(resolved)),
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
function askedOutputs({ nodes, byId }: ResolvedGraph, order: readonly number[]): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  for (const index of order)
    for (const source of nodes[index]?.edges.values() ?? []) {
      const outputs = byId.get(source.node)?.table?.outputs;
      if (!own(outputs, source.port)?.onRequest) continue;
      const ports = asked.get(source.node) ?? new Set<string>();
      asked.set(source.node, ports.add(source.port));
    }
  return asked;
}

/** Edges in the order of the node type's inputs and then its params, whatever their order in the file. */
function plannedEdges(node: ResolvedNode, table: NodeTypeTable): PlannedEdge[] {
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
function findTargets(graph: ResolvedGraph, asked: readonly string[] | undefined): number[] {
  if (asked === undefined)
    return graph.nodes.flatMap(({ table, idle, index }) => (table?.sink && !idle ? [index] : []));
  const problems: Problem[] = [];
  const inside = nodesInside(graph, new Set(asked.filter((id) => !graph.byId.has(id))));
  const targets = [...new Set(asked)].flatMap((id) => {
    const found = graph.byId.get(id);
    const indices = found === undefined ? (inside.get(id) ?? []) : [found.index];
    if (indices.length === 0) problems.push(unknownTarget(id));
    if (found?.idle) problems.push(idleTarget(id, found.idle.because));
    return indices.filter((i) => !graph.nodes[i]?.idle);
  });
  if (asked.length === 0) problems.push(noTarget());
  if (problems.length > 0) throw new PlanError(problems);
  return [...new Set(targets)];
}

/** By use of a part, of those given, the nodes inside it, in the order of the graph. */
function nodesInside(
  graph: ResolvedGraph,
  uses: ReadonlySet<string>,
): ReadonlyMap<string, readonly number[]> {
  const inside = new Map<string, number[]>();
  if (uses.size === 0) return inside;
  for (const { id, index } of graph.nodes)
    for (const use of usesAround(id)) {
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
  graph: ResolvedGraph,
  sources: (index: number) => readonly number[],
): ReadonlySet<number> {
  const needed = new Set(targets);
  const drawn = (i: number) => [...(graph.nodes[i]?.sources.values() ?? [])];
  const pending = [...targets];
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    const via = graph.cyclic.length > 0 ? drawn(i).flatMap((s) => indexOf(graph, s)) : sources(i);
    for (const from of via) {
      if (needed.has(from)) continue;
      needed.add(from);
      pending.push(from);
    }
  }
  return needed;
}

/** The nodes that feed each node, looked up once. */
function sourcesOf(graph: ResolvedGraph): (index: number) => readonly number[] {
  const known: number[][] = new Array(graph.nodes.length);
  return (index) => {
    const edges = graph.nodes[index]?.edges.values() ?? [];
    known[index] ??= [...edges].flatMap((source) => indexOf(graph, source));
    return known[index];
  };
}

function indexOf({ byId }: ResolvedGraph, source: NodePort): number[] {
  const found = byId.get(source.node);
  return found === undefined ? [] : [found.index];
}

function idOf({ nodes }: ResolvedGraph): (index: number) => string {
  return (index) => nodes[index]?.id ?? "";
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
