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
  const copies = Object.entries(part.nodes).map(
    ([id, node]) => [ids.get(id) as NodeId, copied(id, node, used, part, ids, outside)] as const,
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

/** An inner node with what the use gives it: literals, edges, its being switched off, and its place. */
function copied(
  id: NodeId,
  node: GraphNode,
  used: GraphNode,
  part: Part,
  ids: ReadonlyMap<NodeId, NodeId>,
  outside: (ref: PortRef) => PortRef | undefined,
): GraphNode {
  const params: Record<string, Literal> = { ...node.params };
  const inputs = new Map(mapped(Object.entries(node.inputs ?? {}), (ref) => renamed(ref, ids)));
  for (const [name, target] of Object.entries(part.inputs)) {
    const { node: into, port } = splitRef(target);
    if (into !== id) continue;
    const literal = own(used.params, name);
    const ref = own(used.inputs, name);
    const source = ref === undefined ? undefined : outside(ref);
    if (source !== undefined) inputs.set(port, source);
    else if (literal !== undefined) params[port] = literal;
  }
  const at = moved(node, used, part);
  const by: Point = at && node.at ? [at[0] - node.at[0], at[1] - node.at[1]] : [0, 0];
  const off = used.off ?? node.off;
  const literals = Object.keys(params).length === 0 ? {} : { params };
  const placed = withBendsMoved(node, by);
  return withInputs({ ...placed, ...literals, ...(at && { at }), ...(off && { off }) }, [...inputs]);
}

/** The inner places, with their top left corner where the use stands. */
function moved({ at }: GraphNode, used: GraphNode, part: Part): Point | undefined {
  const from = corner(Object.values(part.nodes));
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
