/** Order and cycles of a directed graph given as lists of predecessors. Iterative throughout. */

/** What `order` finds: indices with every predecessor before its successors, and the rest, which cycles hold up. */
export interface Order {
  readonly sorted: readonly number[];
  readonly rest: readonly number[];
}

/** Kahn's algorithm. `before[i]` lists the predecessors of `i`, one entry an edge. */
export function order(before: readonly (readonly number[])[]): Order {
  const after = successors(before);
  const waiting = before.map((list) => list.length);
  const sorted = waiting.flatMap((count, i) => (count === 0 ? [i] : []));
  for (let head = 0; head < sorted.length; head++)
    for (const next of after[sorted[head] as number] ?? [])
      if (--(waiting[next] as number) === 0) sorted.push(next);
  if (sorted.length === before.length) return { sorted, rest: [] };
  return { sorted, rest: waiting.flatMap((count, i) => (count > 0 ? [i] : [])) };
}

/** Edges that a search for the shortest cycle may look at: some tens of milliseconds. */
const maxSteps = 2_000_000;

/**
 * A shortest cycle, first node repeated at the end, or `undefined` when there is none. The search takes nodes × edges of
 * what lies on cycles, so in a huge graph it ends early, with the shortest cycle that it has met.
 */
export function shortestCycle(before: readonly (readonly number[])[]): number[] | undefined {
  const core = new Set(onCycles(before));
  const after = successors(before);
  const steps = { left: maxSteps };
  let best: number[] | undefined;
  for (const start of core) {
    if (best !== undefined && (steps.left <= 0 || best.length <= 2)) break;
    best = cycleThrough(start, after, core, best === undefined ? Infinity : best.length - 1, steps) ?? best;
  }
  return best;
}

/** Nodes on cycles, and on paths between cycles: what is left when ends are taken away from both sides. */
function onCycles(before: readonly (readonly number[])[]): number[] {
  const { rest } = order(before);
  const place = new Map(rest.map((node, i) => [node, i]));
  const backwards: number[][] = rest.map(() => []);
  for (const [i, node] of rest.entries())
    for (const from of before[node] ?? []) {
      const j = place.get(from);
      if (j !== undefined) (backwards[j] as number[]).push(i);
    }
  return order(backwards).rest.map((i) => rest[i] as number);
}

/** A shortest cycle through `start` with fewer than `limit` edges, by breadth-first search. */
function cycleThrough(
  start: number,
  after: readonly (readonly number[])[],
  core: ReadonlySet<number>,
  limit: number,
  steps: { left: number },
): number[] | undefined {
  const cameFrom = new Map<number, number>();
  let frontier = [start];
  for (let length = 1; length < limit && frontier.length > 0; length++) {
    const next: number[] = [];
    for (const node of frontier)
      for (const to of after[node] ?? []) {
        steps.left--;
        if (to === start) return pathBack(start, node, cameFrom);
        if (!core.has(to) || cameFrom.has(to)) continue;
        cameFrom.set(to, node);
        next.push(to);
      }
    frontier = next;
  }
  return undefined;
}

function pathBack(start: number, last: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path = [start];
  for (let node: number | undefined = last; node !== undefined && node !== start; node = cameFrom.get(node))
    path.push(node);
  path.push(start);
  return path.reverse();
}

function successors(before: readonly (readonly number[])[]): number[][] {
  const after: number[][] = before.map(() => []);
  for (const [i, list] of before.entries()) for (const from of list) (after[from] as number[]).push(i);
  return after;
}
