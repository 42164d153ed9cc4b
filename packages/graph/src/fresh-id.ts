import type { Graph } from "./types.ts";

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
  for (let n = 2; ; n++) if (!taken(`${stem}-${n}`)) return `${stem}-${n}`;
}
