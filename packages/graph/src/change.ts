/**
 * An edit is a value: the graph after it, a label for the history, and patches that do and undo it. Applying is pure;
 * what an edit did not touch keeps its identity, so that viewers and caches can compare by `===`.
 */
import {
  applyPatches as applyImmerPatches,
  type Draft,
  enablePatches,
  type Patch,
  produceWithPatches,
} from "immer";
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

/** Runs `recipe` on a draft of the graph. The graph itself is not touched. */
export function change(
  graph: Graph,
  label: string,
  recipe: (draft: GraphDraft) => void,
  mergeKey?: string,
): Change {
  const [after, patches, inverse] = produceWithPatches(graph, (draft: GraphDraft) => {
    recipe(draft);
  });
  return { graph: after, label, patches, inverse, ...(mergeKey === undefined ? {} : { mergeKey }) };
}

/** Applies the patches of a change, or its inverse. Throws when they do not belong to this graph. */
export function applyPatches(graph: Graph, patches: readonly GraphPatch[]): Graph {
  return applyImmerPatches(graph, patches as GraphPatch[]);
}

/** An edit that makes no sense on this graph: `node_unknown`, `id_taken`, `id_invalid`, `edge_invalid`. */
export class ChangeError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ChangeError";
    this.code = code;
  }
}
