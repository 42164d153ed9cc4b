/** Leading edges around things, from the keyboard and from menus; on the canvas an edge is bent by dragging it. */
import { bendEdge, own, splitRef } from "@unclip/graph";
import { middleOfEdge } from "../canvas/viewport.ts";
import { compose } from "../document/compose.ts";
import { editHere, useDoc } from "../document/doc-store.ts";

function bendsOf(edge: string) {
  const { node, port } = splitRef(edge);
  return own(own(useDoc.getState().here.nodes, node)?.bends, port) ?? [];
}

export function isBent(edge: string): boolean {
  return bendsOf(edge).length > 0;
}

/** How far a new bend stands off the line, canvas pixels: so that it is seen. */
const offset = 40;

/** Bends a plain edge in its middle; the bend is then moved with the arrow keys or the pointer. */
export function bendInTheMiddle(edge: string): void {
  const middle = middleOfEdge(edge);
  if (middle && !isBent(edge)) {
    const [x, y] = middle;
    editHere((graph) => bendEdge(graph, edge, [[Math.round(x / 8) * 8, Math.round((y + offset) / 8) * 8]]));
  }
  focusBend(edge);
}

function focusBend(edge: string): void {
  requestAnimationFrame(() =>
    document.querySelector<SVGElement>(`[data-id="${CSS.escape(edge)}"] circle[role=button]`)?.focus(),
  );
}

export function straighten(edges: readonly string[]): void {
  editHere((graph) => {
    const all = edges.map((edge) => (now: typeof graph) => bendEdge(now, edge, []));
    return compose(graph, all[0]?.(graph).label ?? "", all);
  });
}
