/** Where the value of a param is written that a node has when the graph runs, parts unfolded. */
import { innerId, stepsOf } from "./inner-id.ts";
import { own } from "./own.ts";
import { partOf, partUsed } from "./part-use.ts";
import { type NodePort, portRef, splitRef } from "./port-ref.ts";
import type { Graph, GraphNode, NodeId, Part } from "./types.ts";

/** A literal of a param in the document. */
export interface ParamPlace {
  /** The part whose node holds it; absent for a node of the graph itself. */
  readonly part?: string;
  readonly node: NodeId;
  readonly param: string;
}

/** A node on the way into parts. */
interface Step {
  /** The part that the node stands in. */
  readonly inside: string | undefined;
  readonly id: NodeId;
  readonly node: GraphNode;
}

/**
 * The input or param that a port really leads to: `"draw.seed"`, an input that the part of `draw` declares, leads to
 * `"draw/prior.seed"`. Other ports lead to themselves. `undefined` where the node or the declared input does not exist.
 *
 * @param end a node by the name that runs give it, `"use/inner"`, and its port
 */
export function innerInput(graph: Graph, end: NodePort): NodePort | undefined {
  let { node: id, port } = end;
  let node = stepsTo(graph, id)?.at(-1)?.node;
  // A part that contains itself is a problem that check reports; the way ends there.
  const seen = new Set<Part>();
  for (let part = partUsed(graph, node); part !== undefined; part = partUsed(graph, node)) {
    const ref = own(part.inputs, port);
    if (ref === undefined || seen.has(part)) return undefined;
    seen.add(part);
    const inner = splitRef(ref);
    node = own(part.nodes, inner.node);
    id = innerId(id, inner.node);
    port = inner.port;
  }
  return node === undefined ? undefined : { node: id, port };
}

/**
 * Where to write the literal of a param so that the node has it in a run: at the outermost use of a part that gives it a
 * literal, else at the node itself. `undefined` where an edge feeds it or the node does not exist.
 *
 * @param end a node by the name that runs give it, `"use/inner"`, and its param
 */
export function placeOfParam(graph: Graph, end: NodePort): ParamPlace | undefined {
  const steps = stepsTo(graph, end.node);
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined || isFedInside(graph, end)) return undefined;
  let place = placeAt(last, end.port);
  let leading = [end.port];
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] as Step;
    if (leading.some((name) => own(step.node.inputs, name) !== undefined)) return undefined;
    const given = leading.findLast((name) => own(step.node.params, name) !== undefined);
    if (given !== undefined) place = placeAt(step, given);
    const refs = new Set(leading.map((name) => portRef(step.id, name)));
    const declared = Object.entries(partUsed(graph, steps[i - 1]?.node)?.inputs ?? {});
    leading = declared.flatMap(([name, ref]) => (refs.has(ref) ? [name] : []));
  }
  return place;
}

/** Whether an edge inside the part that `end` is a use of feeds what the declared input leads to. */
function isFedInside(graph: Graph, end: NodePort): boolean {
  const inner = innerInput(graph, end);
  if (inner === undefined || inner.node === end.node) return false;
  const node = stepsTo(graph, inner.node)?.at(-1)?.node;
  return own(node?.inputs, inner.port) !== undefined;
}

function placeAt({ inside, id }: Step, param: string): ParamPlace {
  return { ...(inside !== undefined && { part: inside }), node: id, param };
}

/** The uses along a path and the node at its end; `undefined` where it leads nowhere. */
function stepsTo(graph: Graph, path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let nodes: Graph["nodes"] | undefined = graph.nodes;
  let inside: string | undefined;
  for (const id of stepsOf(path)) {
    const node: GraphNode | undefined = own(nodes, id);
    if (node === undefined) return undefined;
    steps.push({ inside, id, node });
    nodes = partUsed(graph, node)?.nodes;
    inside = partOf(node);
  }
  return steps;
}
