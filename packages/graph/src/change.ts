/**
 * An edit is a value: the graph after it, a label for the history, and patches that do and undo it. Applying is pure;
 * what an edit did not touch keeps its identity, so that viewers and caches can compare by `===`.
 */
import { type Draft, enablePatches, freeze, type Patch, produceWithPatches } from "immer";
import { keepOrder } from "./keep-order.ts";
import type { Graph } from "./types.ts";

enablePatches();

/** A graph that may be written to, inside a recipe only. */
export type GraphDraft = Draft<Graph>;

/** One step from a value to another at a path; JSON-safe. */
export type GraphPatch = Patch;

export interface Change {
  readonly graph: Graph;
  /** What the edit did, for a history list: `"Set steps of prior"`. */
  readonly label: string;
  readonly patches: readonly GraphPatch[];
  /** Take the new graph back to the old one. */
  readonly inverse: readonly GraphPatch[];
  /** Edits with one key that follow each other closely become one step of the history. */
  readonly mergeKey?: string;
}

/**
 * Runs `recipe` on a draft of the graph. The graph itself is not touched. Undone, the graph serializes to the same text
 * as before, byte by byte.
 */
export function change(
  graph: Graph,
  label: string,
  recipe: (draft: GraphDraft) => void,
  mergeKey?: string,
): Change {
  const [after, forth, back] = produceWithPatches(graph, (draft: GraphDraft) => {
    recipe(draft);
  });
  const { patches, inverse } = keepOrder(graph, after, forth, back);
  return { graph: after, label, patches, inverse, ...(mergeKey === undefined ? {} : { mergeKey }) };
}

/**
 * Applies the patches of a change, or its inverse. Unlike immer's own, it puts values back by identity: a node that was
 * removed comes back as the same object. Throws {@link ChangeError} `patch_foreign` when they do not belong to this graph.
 */
export function applyPatches(graph: Graph, patches: readonly GraphPatch[]): Graph {
  const copies = new Set<unknown>();
  const copyOnce = (value: unknown): Record<string | number, unknown> => {
    if (copies.has(value)) return value as Record<string, unknown>;
    const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
    copies.add(copy);
    return copy as Record<string, unknown>;
  };
  const root = { graph: graph as unknown };
  for (const { op, path, value } of patches) {
    let at: Record<string | number, unknown> = root;
    let key: string | number = "graph";
    for (const next of path) {
      at[key] = copyOnce(inside(at, key));
      at = at[key] as typeof at;
      key = next;
    }
    if (op !== "add") inside(at, key);
    if (op === "replace" || !Array.isArray(at)) {
      if (op === "remove") delete at[key];
      else at[key] = value;
    } else if (op === "remove") at.splice(Number(key), 1);
    else at.splice(Number(key), 0, value);
  }
  return freeze(root.graph as Graph, true);
}

function inside(at: unknown, key: string | number): unknown {
  if (typeof at === "object" && at !== null && Object.hasOwn(at, key)) return (at as never)[key];
  throw new ChangeError(
    "patch_foreign",
    `The graph has no "${key}" to change; undo its edits in their order.`,
  );
}

/** An edit that makes no sense on this graph: `node_unknown`, `id_taken`, `id_invalid`, `edge_invalid` … */
export class ChangeError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ChangeError";
    this.code = code;
  }
}
