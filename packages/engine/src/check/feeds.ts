/**
 * What really feeds each node: bypassed nodes are looked through, muted ones yield nothing, and a node that needs what
 * a muted one would give does not run either.
 */
import { type NodePort, own, portRef } from "@unclip/graph";
import type { Vocabulary } from "../contract/describe.ts";
import { kindOf, type ResolvedGraph, type ResolvedNode } from "./resolved-graph.ts";

/** What really feeds a node, and what follows from it. */
type Fed = Pick<ResolvedNode, "edges" | "followed" | "idle">;

/** Finds what feeds a node of the graph. Asked in the graph's order: it reads what was found of the nodes before. */
export function feeder(graph: ResolvedGraph, vocabulary: Vocabulary): (node: ResolvedNode) => Fed {
  // nearly every graph has nothing switched off, and then edges are as drawn
  const allOn = graph.nodes.every(({ node }) => node.off === undefined);
  const through = passThrough(graph, vocabulary);
  return (node) => {
    const led = allOn ? { edges: node.drawn } : ledThrough(node, graph, through);
    return { ...led, followed: followedKinds(node, led.edges, graph) };
  };
}

/** Looks through what is switched off. */
function ledThrough(
  node: ResolvedNode,
  { byId }: ResolvedGraph,
  through: (source: NodePort) => Found,
): Pick<Fed, "edges" | "idle"> {
  const edges = new Map<string, NodePort>();
  let idle: Fed["idle"] = node.node.off === undefined ? undefined : { because: node.id };
  for (const [port, drawn] of node.drawn) {
    const found = through(drawn);
    const because = found.stopped ? found.node : byId.get(found.node)?.idle?.because;
    if (because === undefined) edges.set(port, { node: found.node, port: found.port });
    else if (requires(node, port)) idle ??= { because, port };
  }
  return { edges, ...(idle === undefined ? {} : { idle }) };
}

function requires({ table }: ResolvedNode, port: string): boolean {
  const input = own(table?.inputs, port);
  return input !== undefined && !input.optional;
}

/** Kinds that are all as declared. */
export const asDeclared: ReadonlyMap<string, string> = new Map();

function followedKinds(
  { table }: ResolvedNode,
  edges: ReadonlyMap<string, NodePort>,
  graph: ResolvedGraph,
): ReadonlyMap<string, string> {
  let followed: Map<string, string> | undefined;
  for (const [name, { as }] of Object.entries(table?.outputs ?? {})) {
    const source = as === undefined ? undefined : edges.get(as);
    const entered = source && kindOf(source, graph);
    if (entered !== undefined) followed = (followed ?? new Map()).set(name, entered);
  }
  return followed ?? asDeclared;
}

interface Found extends NodePort {
  /** Ended at a switched-off node that hands nothing on. */
  readonly stopped: boolean;
}

/** Follows an edge back through bypassed nodes. Each port is resolved once, so a chain of them costs its length. */
function passThrough(graph: ResolvedGraph, vocabulary: Vocabulary): (source: NodePort) => Found {
  const known = new Map<string, Found>();
  return (source) => {
    const path: string[] = [];
    let at = source;
    let found: Found | undefined;
    while (found === undefined) {
      const from = graph.byId.get(at.node) as ResolvedNode;
      const { off } = from.node;
      if (off === undefined) {
        found = { ...at, stopped: false };
        break;
      }
      const key = portRef(at.node, at.port);
      found = known.get(key);
      if (found !== undefined) break;
      const handed =
        off === "mute" || path.length > graph.nodes.length ? undefined : handedOn(from, at.port, vocabulary);
      path.push(key);
      if (handed === undefined) found = { ...at, stopped: true };
      else at = handed;
    }
    for (const key of path) known.set(key, found);
    return found;
  };
}

/** The edge that a bypassed node hands on to an output: the first input of its kind, else the first that may stand for it. */
function handedOn(
  { table, drawn }: ResolvedNode,
  output: string,
  vocabulary: Vocabulary,
): NodePort | undefined {
  const port = own(table?.outputs, output);
  if (table === undefined || port === undefined) return undefined;
  const as = port.as === undefined ? undefined : drawn.get(port.as);
  if (as !== undefined) return as;
  const inputs = Object.entries(table.inputs).filter(([name]) => drawn.has(name));
  const accepts = own(vocabulary.kinds, port.kind)?.accepts;
  const fitting =
    inputs.find(([, i]) => i.kind === port.kind) ??
    inputs.find(([, i]) => own(accepts, i.kind) !== undefined);
  return fitting === undefined ? undefined : drawn.get(fitting[0]);
}
