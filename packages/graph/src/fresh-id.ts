import type { Graph } from "./types.ts";

/**
 * The number that each stem came to, by the ids that were taken besides: a thousand copies of one node do not each count
 * from 2 on. Such a set only grows, and is of one graph.
 */
const reached = new WeakMap<ReadonlySet<string>, Map<string, number>>();

/**
 * A free id made from `base` (a title, a type or another id): lower case, `[a-z0-9-]`, with `-2`, `-3` … when taken.
 * Ids of nodes, frames and notes are kept apart from each other too, and from `alsoTaken`.
 */
export function freshId(graph: Graph, base: string, alsoTaken: ReadonlySet<string> = new Set()): string {
  const slug = base
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 56)
    .replace(/^-|-$/g, "");
  // "constructor" and "prototype" are refused as keys of a document
  const start = slug === "" || slug === "constructor" || slug === "prototype" ? "node" : slug;
  const taken = (id: string) =>
    alsoTaken.has(id) ||
    [graph.nodes, graph.frames, graph.notes].some((r) => r !== undefined && Object.hasOwn(r, id));
  if (!taken(start)) return start;
  const stem = start.replace(/-\d{1,6}$/, "");
  const numbers = reached.get(alsoTaken) ?? new Map<string, number>();
  reached.set(alsoTaken, numbers);
  for (let n = numbers.get(stem) ?? 2; ; n++) {
    numbers.set(stem, n);
    if (!taken(`${stem}-${n}`)) return `${stem}-${n}`;
  }
}
