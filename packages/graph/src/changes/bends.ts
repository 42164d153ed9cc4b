/** Where edges bend on the canvas. A bend belongs to the input that its edge leads into, and goes when the edge goes. */
import type { Draft } from "immer";
import { type Change, change } from "../change.ts";
import { own } from "../own.ts";
import { splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, Point, PortRef } from "../types.ts";
import { existingNode } from "./existing.ts";

/**
 * Leads the edge into `"node.port"` through these points, canvas pixels, from its source on; none makes it plain again.
 * Nothing changes when there is no such edge. Edits of one edge merge.
 */
export function bendEdge(graph: Graph, to: PortRef, points: readonly Point[]): Change {
  const { node: id, port } = splitRef(to);
  return change(
    graph,
    points.length === 0 ? `Straighten ${to}` : `Bend ${to}`,
    (draft) => {
      const node = existingNode(draft, id);
      if (own(node.inputs, port) === undefined) return;
      if (points.length === 0) dropBends(node, port);
      else node.bends = { ...node.bends, [port]: points.map(([x, y]): [number, number] => [x, y]) };
    },
    `bend ${to}`,
  );
}

/** Takes the bends of one input away, and `bends` itself with the last. */
export function dropBends(node: Draft<GraphNode>, port: string): void {
  if (node.bends === undefined) return;
  delete node.bends[port];
  if (Object.keys(node.bends).length === 0) delete node.bends;
}

/** The node with the bends of the ports that `chosen` names moved by so many canvas pixels. */
export function withBendsMoved(
  node: GraphNode,
  [dx, dy]: Point,
  chosen: (port: string) => boolean = () => true,
): GraphNode {
  if (node.bends === undefined || (dx === 0 && dy === 0)) return node;
  const entries = Object.entries(node.bends).map(
    ([port, points]) =>
      [port, chosen(port) ? points.map(([x, y]): Point => [x + dx, y + dy]) : points] as const,
  );
  return { ...node, bends: Object.fromEntries(entries) };
}
