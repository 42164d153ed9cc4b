/** A use of a part becomes plain nodes again. */
import type { Draft } from "immer";
import { change } from "../change.ts";
import { freshId } from "../fresh-id.ts";
import { own } from "../own.ts";
import { portRef, splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, Literal, NodeId, Part, Point, PortRef } from "../types.ts";
import { withBendsMoved } from "./bends.ts";
import type { CopyChange } from "./copies.ts";
import { corner } from "./make-part.ts";
import { withInputs } from "./nodes.ts";
import { requireUse } from "./part-uses.ts";

/**
 * Puts copies of a part's nodes in the place of one use of it, rewired to what the use was wired to; `ids` tells the id
 * of each. The part stays, for its other uses. Edges to ports that the part does not declare are left out.
 * Throws ChangeError `node_unknown`, or `part_unknown` when the node is no use of a part of this graph.
 */
export function unpackPart(graph: Graph, use: NodeId): CopyChange {
  const { node: used, part } = requireUse(graph, use);
  const { [use]: _, ...others } = graph.nodes;
  const ids = new Map<NodeId, NodeId>();
  const taken = new Set<NodeId>();
  for (const id of Object.keys(part.nodes)) {
    const fresh = freshId({ ...graph, nodes: others }, id, taken);
    ids.set(id, fresh);
    taken.add(fresh);
  }
  const outside = (ref: PortRef): PortRef | undefined => {
    const { node, port } = splitRef(ref);
    if (node !== use) return ref;
    const shown = own(part.outputs, port);
    return shown === undefined ? undefined : renamed(shown, ids);
  };
  const given = givenInside(used, part, outside);
  const from = corner(Object.values(part.nodes));
  const copies = Object.entries(part.nodes).map(
    ([id, node]) => [ids.get(id) as NodeId, copied(node, used, given.get(id) ?? [], from, ids)] as const,
  );
  const nodes = Object.entries(graph.nodes).flatMap(([id, node]) => {
    if (id === use) return copies;
    const edges = Object.entries(node.inputs ?? {});
    const touched = edges.some(([, ref]) => splitRef(ref).node === use);
    return [[id, touched ? withInputs(node, mapped(edges, outside)) : node] as const];
  });
  const unpacked = change(graph, `Unpack ${use}`, (draft) => {
    draft.nodes = Object.fromEntries(nodes) as Record<NodeId, Draft<GraphNode>>;
  });
  return { ...unpacked, ids };
}

/** What a use gives to a port of an inner node: an edge, or a literal. */
interface Given {
  readonly port: string;
  readonly source: PortRef | undefined;
  readonly literal: Literal | undefined;
}

/** By inner node, what a use gives through the declared inputs, in their order. */
function givenInside(
  used: GraphNode,
  part: Part,
  outside: (ref: PortRef) => PortRef | undefined,
): ReadonlyMap<NodeId, readonly Given[]> {
  const given = new Map<NodeId, Given[]>();
  for (const [name, target] of Object.entries(part.inputs)) {
    const { node, port } = splitRef(target);
    const ref = own(used.inputs, name);
    const one = {
      port,
      source: ref === undefined ? undefined : outside(ref),
      literal: own(used.params, name),
    };
    const list = given.get(node);
    if (list === undefined) given.set(node, [one]);
    else list.push(one);
  }
  return given;
}

/** An inner node with what the use gives it, its being switched off, and its place; `from` is the corner of the inner nodes. */
function copied(
  node: GraphNode,
  used: GraphNode,
  given: readonly Given[],
  from: Point | undefined,
  ids: ReadonlyMap<NodeId, NodeId>,
): GraphNode {
  const params: Record<string, Literal> = { ...node.params };
  const inputs = new Map(mapped(Object.entries(node.inputs ?? {}), (ref) => renamed(ref, ids)));
  for (const { port, source, literal } of given) {
    if (source !== undefined) inputs.set(port, source);
    else if (literal !== undefined) params[port] = literal;
  }
  const at = moved(node, used, from);
  const by: Point = at && node.at ? [at[0] - node.at[0], at[1] - node.at[1]] : [0, 0];
  const off = used.off ?? node.off;
  const literals = Object.keys(params).length === 0 ? {} : { params };
  const placed = withBendsMoved(node, by);
  return withInputs({ ...placed, ...literals, ...(at && { at }), ...(off && { off }) }, [...inputs]);
}

/** The inner places, with their top left corner where the use stands. */
function moved({ at }: GraphNode, used: GraphNode, from: Point | undefined): Point | undefined {
  if (at === undefined || used.at === undefined || from === undefined) return at;
  return [at[0] - from[0] + used.at[0], at[1] - from[1] + used.at[1]];
}

function renamed(ref: PortRef, ids: ReadonlyMap<NodeId, NodeId>): PortRef {
  const { node, port } = splitRef(ref);
  return portRef(ids.get(node) ?? node, port);
}

function mapped(
  edges: readonly (readonly [string, PortRef])[],
  to: (ref: PortRef) => PortRef | undefined,
): (readonly [string, PortRef])[] {
  return edges.flatMap(([port, ref]) => {
    const source = to(ref);
    return source === undefined ? [] : [[port, source] as const];
  });
}
