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
const maxSteps = 300_000;

/**
 * A shortest cycle, first node repeated at the end, or `undefined` when there is none. The search takes nodes × edges of
 * what lies on cycles, so in a huge graph it ends early, with the shortest cycle that it has met. `steps`: the edges that
 * it may look at; it takes as many again as there are edges.
 */
export function shortestCycle(
  before: readonly (readonly number[])[],
  steps = { left: maxSteps },
): number[] | undefined {
  const after = successors(before);
  const group = groups(after);
  const marks = new Marks(after.length);
  let best: number[] | undefined;
  for (const [start, own] of group.entries()) {
    if (best !== undefined && (steps.left <= 0 || best.length <= 2)) break;
    if (own < 0) continue;
    best =
      cycleThrough(start, after, group, best === undefined ? Infinity : best.length - 1, marks, steps) ??
      best;
  }
  return best;
}

/**
 * The strongly connected group of each node, −1 for a node on no cycle (Tarjan, "Depth-first search and linear graph
 * algorithms", 1972). From each node of a group a search inside the group finds a cycle.
 */
function groups(after: readonly (readonly number[])[]): number[] {
  const group = after.map(() => -1);
  const found = after.map(() => -1);
  const low = after.map(() => 0);
  const open: number[] = [];
  const isOpen = after.map(() => false);
  let count = 0;
  for (const root of after.keys()) {
    if (found[root] !== -1) continue;
    const path: { readonly node: number; next: number }[] = [];
    const enter = (node: number) => {
      found[node] = low[node] = count++;
      open.push(node);
      isOpen[node] = true;
      path.push({ node, next: 0 });
    };
    enter(root);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { node } = at;
      const to = after[node]?.[at.next++];
      if (to !== undefined) {
        if (found[to] === -1) enter(to);
        else if (isOpen[to]) low[node] = Math.min(low[node] as number, found[to] as number);
        continue;
      }
      path.pop();
      const from = path.at(-1)?.node;
      if (from !== undefined) low[from] = Math.min(low[from] as number, low[node] as number);
      if (low[node] === found[node]) close(node, after, open, isOpen, group);
    }
  }
  return group;
}

/** Takes the group that `root` was found first of from the open nodes; one node alone is on a cycle only with itself. */
function close(
  root: number,
  after: readonly (readonly number[])[],
  open: number[],
  isOpen: boolean[],
  group: number[],
): void {
  const alone = open.at(-1) === root && !after[root]?.includes(root);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    isOpen[node] = false;
    group[node] = alone ? -1 : root;
    if (node === root) return;
  }
}

/** A shortest cycle through `start` with fewer than `limit` edges, by breadth-first search. */
function cycleThrough(
  start: number,
  after: readonly (readonly number[])[],
  group: readonly number[],
  limit: number,
  marks: Marks,
  steps: { left: number },
): number[] | undefined {
  marks.clear();
  let frontier = [start];
  for (let length = 1; length < limit && frontier.length > 0; length++) {
    const next: number[] = [];
    for (const node of frontier)
      for (const to of after[node] ?? []) {
        steps.left--;
        if (to === start) return marks.pathBack(start, node);
        if (group[to] !== group[start] || marks.has(to)) continue;
        marks.set(to, node);
        next.push(to);
      }
    frontier = next;
  }
  return undefined;
}

/** Which nodes one search has met and where it came from to each; searching again clears nothing. */
class Marks {
  readonly #search: Int32Array;
  readonly #from: Int32Array;
  #current = 0;

  constructor(nodes: number) {
    this.#search = new Int32Array(nodes);
    this.#from = new Int32Array(nodes);
  }

  clear(): void {
    this.#current++;
  }

  has(node: number): boolean {
    return this.#search[node] === this.#current;
  }

  set(node: number, from: number): void {
    this.#search[node] = this.#current;
    this.#from[node] = from;
  }

  /** The way from `start` over `last` back to `start`. */
  pathBack(start: number, last: number): number[] {
    const path = [start];
    for (let node = last; node !== start; node = this.#from[node] as number) path.push(node);
    path.push(start);
    return path.reverse();
  }
}

function successors(before: readonly (readonly number[])[]): number[][] {
  const after: number[][] = before.map(() => []);
  for (const [i, list] of before.entries()) for (const from of list) (after[from] as number[]).push(i);
  return after;
}
