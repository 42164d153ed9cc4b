/** Named changes to nodes: add, remove, move, rename, switch off. */
import type { Draft } from "immer";
import { type Change, change, type GraphDraft } from "../change.ts";
import { own } from "../own.ts";
import { portRef, splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, NodeId, Off, Point, PortRef } from "../types.ts";
import { dropBends, withBendsMoved } from "./bends.ts";
import { existingNode, requireFree } from "./existing.ts";

/** Adds a node under a free id (see `freshId`). */
export function addNode(graph: Graph, id: NodeId, node: GraphNode): Change {
  requireFree(graph.nodes, id);
  return change(graph, `Add ${id}`, (draft) => {
    draft.nodes[id] = node as Draft<GraphNode>;
  });
}

/** Removes nodes, with all edges from them and their entries in the form. Ids that the graph lacks are passed over. */
export function removeNodes(graph: Graph, ids: readonly NodeId[]): Change {
  const gone = new Set(ids);
  return change(graph, `Remove ${naming(ids)}`, (draft) => {
    for (const id of gone) delete draft.nodes[id];
    for (const [id, node] of Object.entries(graph.nodes)) {
      if (gone.has(id)) continue;
      for (const [port, ref] of Object.entries(node.inputs ?? {}))
        if (gone.has(splitRef(ref).node)) dropInput(existingNode(draft, id), port);
    }
    mapForm(draft, (ref) => (gone.has(splitRef(ref).node) ? undefined : ref));
  });
}

/** Sets positions, canvas pixels. An edge between nodes that move together keeps its bends. One gesture is one step. */
export function moveNodes(graph: Graph, positions: Readonly<Record<NodeId, Point>>): Change {
  const ids = Object.keys(positions).sort();
  return change(
    graph,
    `Move ${naming(ids)}`,
    (draft) => {
      for (const [id, [x, y]] of Object.entries(positions)) {
        const bends = bendsAfterMove(graph, id, positions);
        const node = existingNode(draft, id);
        node.at = [x, y];
        if (bends !== graph.nodes[id]?.bends) node.bends = bends as NonNullable<typeof node.bends>;
      }
    },
    `move ${ids.join(" ")}`,
  );
}

/** The bends of the edges into a moved node: those from nodes that move by as much go along. */
function bendsAfterMove(
  graph: Graph,
  id: NodeId,
  positions: Readonly<Record<NodeId, Point>>,
): GraphNode["bends"] {
  const node = own(graph.nodes, id);
  const by = moveOf(graph, id, positions);
  if (node?.bends === undefined || by === undefined) return node?.bends;
  return withBendsMoved(node, by, (port) => {
    const source = splitRef(own(node.inputs, port) ?? "").node;
    return String(moveOf(graph, source, positions)) === String(by);
  }).bends;
}

function moveOf(graph: Graph, id: NodeId, positions: Readonly<Record<NodeId, Point>>): Point | undefined {
  const from = own(graph.nodes, id)?.at;
  const to = own(positions, id);
  return from && to && [to[0] - from[0], to[1] - from[1]];
}

/** Gives a node another id and rewrites every edge from it, and its entries in the form. The node keeps its place in the file. */
export function renameNode(graph: Graph, from: NodeId, to: NodeId): Change {
  if (from !== to) requireFree(graph.nodes, to);
  return change(graph, `Rename ${from} to ${to}`, (draft) => {
    existingNode(draft, from);
    if (from === to) return;
    const renamed = Object.entries(graph.nodes).map(([id, node]) => [
      id === from ? to : id,
      rewire(node, from, to),
    ]);
    draft.nodes = Object.fromEntries(renamed) as Record<string, Draft<GraphNode>>;
    mapForm(draft, (ref) => {
      const { node, port } = splitRef(ref);
      return node === from ? portRef(to, port) : ref;
    });
  });
}

/** Keeps the form of the graph in step with its nodes; a form of nothing goes. */
function mapForm(draft: GraphDraft, to: (ref: string) => string | undefined): void {
  if (draft.app === undefined) return;
  for (const list of ["params", "outputs"] as const) {
    const mapped = draft.app[list].flatMap((ref) => to(ref) ?? []);
    if (mapped.some((ref, i) => ref !== draft.app?.[list][i]) || mapped.length < draft.app[list].length)
      draft.app[list] = mapped;
  }
  if (draft.app.params.length + draft.app.outputs.length === 0) delete draft.app;
}

/** Mutes or bypasses nodes, or (`undefined`) switches them on again. */
export function setOff(graph: Graph, ids: readonly NodeId[], off: Off | undefined): Change {
  const verb = off === undefined ? "Switch on" : off === "mute" ? "Mute" : "Bypass";
  return change(graph, `${verb} ${naming(ids)}`, (draft) => {
    for (const id of ids) {
      const node = existingNode(draft, id);
      if (off === undefined) delete node.off;
      else node.off = off;
    }
  });
}

/** Removes one entry of `inputs` with its bends, and `inputs` itself with the last. */
export function dropInput(node: Draft<GraphNode>, port: string): void {
  dropBends(node, port);
  if (node.inputs === undefined) return;
  delete node.inputs[port];
  if (Object.keys(node.inputs).length === 0) delete node.inputs;
}

/** The node with every edge from `from` coming from `to`; the same object when it has none. */
function rewire(node: GraphNode, from: NodeId, to: NodeId): GraphNode {
  const entries = Object.entries(node.inputs ?? {});
  if (!entries.some(([, ref]) => splitRef(ref).node === from)) return node;
  const inputs = entries.map(([port, ref]) => {
    const source = splitRef(ref);
    return [port, source.node === from ? portRef(to, source.port) : ref];
  });
  return { ...node, inputs: Object.fromEntries(inputs) };
}

/** The node with other edges into it, and without `inputs` where there are none. Inputs that lose their edge lose its bends. */
export function withInputs(node: GraphNode, edges: readonly (readonly [string, PortRef])[]): GraphNode {
  const { inputs: _, bends, ...rest } = node;
  const kept = Object.entries(bends ?? {}).filter(([port]) => edges.some(([wired]) => wired === port));
  return {
    ...rest,
    ...(edges.length > 0 && { inputs: Object.fromEntries(edges) }),
    ...(kept.length > 0 && { bends: Object.fromEntries(kept) }),
  };
}

/** `"prior"`, or `"3 nodes"`. */
export function naming(ids: readonly NodeId[]): string {
  return ids.length === 1 ? String(ids[0]) : `${ids.length} nodes`;
}
