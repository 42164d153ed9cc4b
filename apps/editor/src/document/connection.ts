/** May this output feed that input? Everything that lights up, fades or is refused while a wire is dragged. */
import { type NodeTypeTable, paramKind, type Vocabulary } from "@unclip/engine";
import { type Graph, type NodePort, portRef, splitRef } from "@unclip/graph";
import { fitKinds, kindOfInput, kindOfOutput, nodeTypeOf } from "./port-kinds.ts";

export type Verdict =
  | { readonly fits: true; readonly remark: string }
  | { readonly fits: false; readonly why: "self" | "cycle" | "unknown" }
  | { readonly fits: false; readonly why: "kind"; readonly found: string; readonly expected: string };

/** Judges the edge from output `source` into input `target`. */
export function judgeConnection(
  graph: Graph,
  vocabulary: Vocabulary,
  source: NodePort,
  target: NodePort,
): Verdict {
  if (source.node === target.node) return { fits: false, why: "self" };
  const found = kindOfOutput(graph, vocabulary, source);
  const expected = kindOfInput(graph, vocabulary, target);
  if (found === undefined || expected === undefined) return { fits: false, why: "unknown" };
  const remark = fitKinds(vocabulary, found, expected);
  if (remark === undefined) return { fits: false, why: "kind", found, expected };
  if (upstreamOf(graph, source.node).has(target.node)) return { fits: false, why: "cycle" };
  return { fits: true, remark };
}

/** The node and everything that feeds it, however far up. */
export function upstreamOf(graph: Graph, node: string): Set<string> {
  const seen = new Set([node]);
  const stack = [node];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const ref of Object.values(graph.nodes[id]?.inputs ?? {})) {
      const from = splitRef(ref).node;
      if (seen.has(from)) continue;
      seen.add(from);
      stack.push(from);
    }
  }
  return seen;
}

/** The node and everything that it feeds, however far down. */
export function downstreamOf(graph: Graph, node: string): Set<string> {
  const feeds = new Map<string, string[]>();
  for (const [id, { inputs }] of Object.entries(graph.nodes)) {
    for (const ref of Object.values(inputs ?? {})) {
      const from = splitRef(ref).node;
      const list = feeds.get(from);
      if (list) list.push(id);
      else feeds.set(from, [id]);
    }
  }
  const seen = new Set([node]);
  const stack = [node];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const to of feeds.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      stack.push(to);
    }
  }
  return seen;
}

export type PortSide = "input" | "output";

/** Every port (`"node.port"`) that a wire from this end may be dropped on. */
export function fittingPorts(
  graph: Graph,
  vocabulary: Vocabulary,
  from: NodePort,
  side: PortSide,
): ReadonlySet<string> {
  const fitting = new Set<string>();
  const barred = side === "output" ? upstreamOf(graph, from.node) : downstreamOf(graph, from.node);
  const own =
    side === "output" ? kindOfOutput(graph, vocabulary, from) : kindOfInput(graph, vocabulary, from);
  if (own === undefined) return fitting;
  for (const [id, node] of Object.entries(graph.nodes)) {
    const type = barred.has(id) ? undefined : nodeTypeOf(graph, vocabulary, node.type);
    if (!type) continue;
    if (side === "output") {
      for (const port of fittingInputs(vocabulary, type, own)) fitting.add(portRef(id, port));
    } else {
      for (const port of Object.keys(type.outputs)) {
        const kind = kindOfOutput(graph, vocabulary, { node: id, port });
        if (kind !== undefined && fitKinds(vocabulary, kind, own) !== undefined)
          fitting.add(portRef(id, port));
      }
    }
  }
  return fitting;
}

/** Input ports of a node type, then its params, that take a value of kind `found`; exact kinds first. */
export function fittingInputs(vocabulary: Vocabulary, type: NodeTypeTable, found: string): string[] {
  const inputs = Object.entries(type.inputs).map(([port, { kind }]) => ({ port, kind }));
  const params = Object.entries(type.params).map(([port, param]) => ({ port, kind: paramKind(param) }));
  return [...inputs, ...params]
    .filter(({ kind }) => fitKinds(vocabulary, found, kind) !== undefined)
    .sort((a, b) => Number(b.kind === found) - Number(a.kind === found))
    .map(({ port }) => port);
}

/** Output ports of a node type whose kind an input of kind `expected` takes; exact kinds first. */
export function fittingOutputs(vocabulary: Vocabulary, type: NodeTypeTable, expected: string): string[] {
  return Object.entries(type.outputs)
    .filter(([, { kind }]) => fitKinds(vocabulary, kind, expected) !== undefined)
    .sort(([, a], [, b]) => Number(b.kind === expected) - Number(a.kind === expected))
    .map(([port]) => port);
}

/** A node type that would make a refused edge valid, placed in between, with the ports to use. */
export interface Bridge {
  readonly type: string;
  readonly title: string;
  readonly input: string;
  readonly output: string;
}

/** The first node type that takes `found` at a port (not a param) and gives what fits `expected`. */
export function bridgeBetween(vocabulary: Vocabulary, found: string, expected: string): Bridge | undefined {
  for (const type of Object.values(vocabulary.nodeTypes)) {
    const required = Object.entries(type.inputs).filter(([, port]) => !port.optional);
    const [only] = required;
    if (required.length !== 1 || only === undefined) continue;
    if (fitKinds(vocabulary, found, only[1].kind) === undefined) continue;
    const [output] = fittingOutputs(vocabulary, type, expected);
    if (output !== undefined) return { type: type.type, title: type.title, input: only[0], output };
  }
  return undefined;
}
