/** Automatic layout: nodes in columns by their distance from the inputs, ordered to keep wires short. */
import { type Graph, type NodeId, type Point, splitRef } from "@unclip/graph";

const columnGap = 56;
const rowGap = 32;
/** Sweeps over the columns that settle the order within each. */
const sweeps = 4;

/** New positions for the given nodes; their upper left corner stays where it was. Cycles are cut where they are met. */
export function tidy(
  graph: Graph,
  ids: readonly NodeId[],
  sizeOf: (id: NodeId) => Point,
): Record<NodeId, Point> {
  const chosen = new Set(ids.filter((id) => graph.nodes[id] !== undefined));
  const feeds = new Map<NodeId, NodeId[]>();
  const fed = new Map<NodeId, NodeId[]>([...chosen].map((id) => [id, []]));
  for (const id of chosen) {
    const sources = Object.values(graph.nodes[id]?.inputs ?? {}).map((ref) => splitRef(ref).node);
    const inside = [...new Set(sources)].filter((source) => chosen.has(source) && source !== id);
    feeds.set(id, inside);
    for (const source of inside) fed.get(source)?.push(id);
  }
  const columns = columnsOf([...chosen], feeds, fed);
  settle(columns, feeds, fed);
  return place(graph, columns, sizeOf);
}

/** Longest path from the inputs (Kahn's order); what is on a cycle goes after everything else. */
function columnsOf(
  ids: readonly NodeId[],
  feeds: ReadonlyMap<NodeId, readonly NodeId[]>,
  fed: ReadonlyMap<NodeId, readonly NodeId[]>,
): NodeId[][] {
  const open = new Map(ids.map((id) => [id, feeds.get(id)?.length ?? 0]));
  const depth = new Map<NodeId, number>();
  const queue = ids.filter((id) => open.get(id) === 0);
  for (const id of queue) {
    const sources = feeds.get(id) ?? [];
    depth.set(
      id,
      sources.length === 0 ? 0 : Math.max(...sources.map((source) => depth.get(source) ?? 0)) + 1,
    );
    for (const next of fed.get(id) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) queue.push(next);
    }
  }
  // Inputs stand right before what they feed first, not all at the far left.
  for (const id of ids) {
    const users = (fed.get(id) ?? []).flatMap((user) => depth.get(user) ?? []);
    if (feeds.get(id)?.length === 0 && users.length > 0) depth.set(id, Math.max(0, Math.min(...users) - 1));
  }
  const last = Math.max(-1, ...depth.values());
  const columns: NodeId[][] = [];
  for (const id of ids) {
    const column = depth.get(id) ?? last + 1;
    columns[column] ??= [];
    columns[column].push(id);
  }
  return Array.from(columns, (column) => column ?? []).filter((column) => column.length > 0);
}

/** Orders each column by the middle of its neighbours, alternately from the left and from the right. */
function settle(
  columns: NodeId[][],
  feeds: ReadonlyMap<NodeId, readonly NodeId[]>,
  fed: ReadonlyMap<NodeId, readonly NodeId[]>,
): void {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const neighbours = sweep % 2 === 0 ? feeds : fed;
    const row = new Map(
      columns.flatMap((column) => column.map((id, i) => [id, (i + 0.5) / column.length] as const)),
    );
    for (const column of columns) {
      const middle = (id: NodeId) => {
        const rows = (neighbours.get(id) ?? []).map((other) => row.get(other) ?? 0);
        return rows.length === 0 ? (row.get(id) ?? 0) : rows.reduce((sum, at) => sum + at, 0) / rows.length;
      };
      const middles = new Map(column.map((id) => [id, middle(id)]));
      column.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
    }
  }
}

function place(
  graph: Graph,
  columns: readonly NodeId[][],
  sizeOf: (id: NodeId) => Point,
): Record<NodeId, Point> {
  const all = columns.flat().map((id) => graph.nodes[id]?.at ?? [0, 0]);
  let x = Math.min(...all.map(([left]) => left));
  const top = Math.min(...all.map(([, y]) => y));
  const heights = columns.map((column) => column.reduce((sum, id) => sum + sizeOf(id)[1] + rowGap, -rowGap));
  const tallest = Math.max(...heights);
  const positions: Record<NodeId, Point> = {};
  for (const [i, column] of columns.entries()) {
    let y = top + (tallest - (heights[i] ?? 0)) / 2;
    for (const id of column) {
      positions[id] = [Math.round(x / 8) * 8, Math.round(y / 8) * 8];
      y += sizeOf(id)[1] + rowGap;
    }
    x += Math.max(...column.map((id) => sizeOf(id)[0])) + columnGap;
  }
  return positions;
}
