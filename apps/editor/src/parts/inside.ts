/** Where in a document one is: the uses of parts that were entered, and the graph that is found there. */
import {
  type Graph,
  innerId,
  innerPath,
  type NodeId,
  type NodePort,
  own,
  partGraph,
  partOf,
  partUsed,
  splitRef,
  stepsOf,
} from "@unclip/graph";

/** A use of a part that was entered. */
interface Step {
  readonly use: NodeId;
  readonly part: string;
}
export type Inside = readonly Step[];

/** What stands before the ids of nodes there in events of a run. */
export function pathOf(inside: Inside): string {
  return inside.map(({ use }) => innerPath(use)).join("");
}

export function sameInside(a: Inside, b: Inside): boolean {
  return a.length === b.length && a.every(({ use, part }, i) => use === b[i]?.use && part === b[i]?.part);
}

/** The graph found at `inside`, or as far in as that way still leads. Keeps the identity of `before` where it is the same. */
export function viewOf(
  graph: Graph,
  inside: Inside,
  before: { readonly graph: Graph; readonly inside: Inside; readonly here: Graph },
): { readonly inside: Inside; readonly here: Graph } {
  const led = inside.slice(0, reach(graph, inside));
  const kept = led.length === inside.length ? inside : led;
  const last = kept.at(-1);
  if (last === undefined) return { inside: kept, here: graph };
  const { here } = before;
  const same =
    here !== before.graph &&
    here.nodes === graph.parts?.[last.part]?.nodes &&
    here.parts === graph.parts &&
    here.model === graph.model;
  return { inside: kept, here: same ? here : partGraph(graph, last.part) };
}

/** How many of the steps lead somewhere. */
function reach(graph: Graph, inside: Inside): number {
  let nodes = graph.nodes;
  for (const [depth, { use, part }] of inside.entries()) {
    const found = own(graph.parts, part);
    if (partOf(own(nodes, use)) !== part || found === undefined) return depth;
    nodes = found.nodes;
  }
  return inside.length;
}

/** Steps along a path of uses, `"draw/inner"`; those that lead nowhere are left out. */
export function insideAlong(graph: Graph, path: string): Inside {
  const steps: Step[] = [];
  let nodes = graph.nodes;
  for (const use of stepsOf(path).filter((id) => id !== "")) {
    const part = partOf(own(nodes, use));
    const found = part === undefined ? undefined : own(graph.parts, part);
    if (part === undefined || found === undefined) break;
    steps.push({ use, part });
    nodes = found.nodes;
  }
  return steps;
}

/** The node that an output comes from: through uses of parts to the inner node, `"use/node"`, and its port. */
export function innerEnd(graph: Graph, end: NodePort): NodePort {
  let { node, port } = end;
  let nodes = graph.nodes;
  let id = end.node;
  for (let depth = 0; depth <= Object.keys(graph.parts ?? {}).length; depth++) {
    const part = partUsed(graph, own(nodes, id));
    const shown = own(part?.outputs, port);
    if (part === undefined || shown === undefined) break;
    const inner = splitRef(shown);
    nodes = part.nodes;
    id = inner.node;
    node = innerId(node, inner.node);
    port = inner.port;
  }
  return { node, port };
}

/**
 * What a run to these nodes has to name: nodes as they are, a use of a part by the inner nodes that it shows, or itself,
 * which stands for all of them, where its part declares no output.
 */
export function runTargets(graph: Graph, ids: readonly NodeId[]): readonly string[] {
  const targets = ids.flatMap((id) => {
    const part = partUsed(graph, own(graph.nodes, id));
    if (part === undefined || Object.keys(part.outputs).length === 0) return [id];
    return Object.keys(part.outputs).map((port) => innerEnd(graph, { node: id, port }).node);
  });
  return [...new Set(targets)];
}
