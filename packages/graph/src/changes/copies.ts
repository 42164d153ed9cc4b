/**
 * Copy, paste and duplicate. What is copied is itself a graph, so the clipboard holds a document that
 * `parseGraph` can read and anyone can open.
 */
import type { Draft } from "immer";
import { type Change, change } from "../change.ts";
import { freshId } from "../fresh-id.ts";
import { own } from "../own.ts";
import { partOf, partUsed } from "../part-use.ts";
import { portRef, splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, NodeId, Part, Point } from "../types.ts";
import { withBendsMoved } from "./bends.ts";
import { naming, withInputs } from "./nodes.ts";

/** A change that made nodes; `ids` tells the new id of each copied one. */
export interface CopyChange extends Change {
  readonly ids: ReadonlyMap<NodeId, NodeId>;
}

/** The given nodes as a graph of their own: edges among them stay, edges from outside are left out. */
export function copyNodes(graph: Graph, ids: readonly NodeId[]): Graph {
  const chosen = new Set(ids);
  const nodes = Object.entries(graph.nodes)
    .filter(([id]) => chosen.has(id))
    .map(([id, node]): [NodeId, GraphNode] => [
      id,
      rewired(node, (from) => (chosen.has(from) ? from : undefined)),
    ]);
  const parts = usedParts(
    graph,
    nodes.map(([, node]) => node),
  );
  return {
    unclip: 1,
    title: `Copy of ${naming(ids)}`,
    model: graph.model,
    nodes: Object.fromEntries(nodes),
    ...(Object.keys(parts).length === 0 ? {} : { parts }),
  };
}

/** Adds the nodes of a copied graph under fresh ids, moved by `offset` canvas pixels, and parts that are missing. */
export function pasteNodes(graph: Graph, copied: Graph, offset: Point = [40, 40]): CopyChange {
  const made = place(graph, copied.nodes, offset, () => undefined);
  const pasted = change(graph, `Paste ${naming(Object.keys(copied.nodes))}`, (draft) => {
    for (const [id, node] of made.nodes) draft.nodes[id] = node as Draft<GraphNode>;
    for (const [name, part] of Object.entries(copied.parts ?? {}))
      if (own(graph.parts, name) === undefined) draft.parts = { ...draft.parts, [name]: part as Draft<Part> };
  });
  return { ...pasted, ids: made.ids };
}

/** Copies nodes in place, moved by `offset`; unlike a paste, the copies keep the edges from outside. */
export function duplicateNodes(graph: Graph, ids: readonly NodeId[], offset: Point = [40, 40]): CopyChange {
  const chosen = new Set(ids);
  const originals = Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => chosen.has(id)));
  const made = place(graph, originals, offset, (from) => from);
  const duplicated = change(graph, `Duplicate ${naming(ids)}`, (draft) => {
    for (const [id, node] of made.nodes) draft.nodes[id] = node as Draft<GraphNode>;
  });
  return { ...duplicated, ids: made.ids };
}

/** Renames, rewires and moves nodes for their new graph; `outside` maps ids that are not among them. */
function place(
  graph: Graph,
  originals: Readonly<Record<NodeId, GraphNode>>,
  [dx, dy]: Point,
  outside: (id: NodeId) => NodeId | undefined,
): { readonly ids: ReadonlyMap<NodeId, NodeId>; readonly nodes: readonly (readonly [NodeId, GraphNode])[] } {
  const ids = new Map<NodeId, NodeId>();
  const taken = new Set<NodeId>();
  for (const id of Object.keys(originals)) {
    const fresh = freshId(graph, id, taken);
    ids.set(id, fresh);
    taken.add(fresh);
  }
  const nodes = Object.entries(originals).map(([id, node]) => {
    const copy = rewired(node, (from) => ids.get(from) ?? outside(from));
    const at: Point | undefined = node.at && [node.at[0] + dx, node.at[1] + dy];
    const placed = withBendsMoved(copy, [dx, dy]);
    return [String(ids.get(id)), at === undefined ? placed : { ...placed, at }] as const;
  });
  return { ids, nodes };
}

/** The node with the sources of its edges mapped; an edge whose source maps to `undefined` is left out. */
function rewired(node: GraphNode, to: (from: NodeId) => NodeId | undefined): GraphNode {
  const kept = Object.entries(node.inputs ?? {}).flatMap(([port, ref]) => {
    const from = splitRef(ref);
    const source = to(from.node);
    return source === undefined ? [] : [[port, portRef(source, from.port)] as const];
  });
  return withInputs(node, kept);
}

/** The parts that nodes use, and those that these parts use. */
function usedParts(graph: Graph, nodes: readonly GraphNode[]): Record<string, Part> {
  const used: Record<string, Part> = {};
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const name = partOf(node);
    const part = partUsed(graph, node);
    if (name === undefined || part === undefined || Object.hasOwn(used, name)) continue;
    used[name] = part;
    pending.push(...Object.values(part.nodes));
  }
  return used;
}
