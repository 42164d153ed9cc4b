/**
 * Nodes, frames, notes and parts stand in the file in the order of their keys. A patch that adds a key adds it at the
 * end, so an edit that takes keys away, or moves them, is written as a patch of the whole record, which knows its order.
 */
import type { Patch } from "immer";
import type { Graph } from "./types.ts";

type Keyed = Readonly<Record<string, unknown>>;

/** The patches from `before` to `after` and back, so that both ways end in the same order of keys. */
export function keepOrder(
  before: Graph,
  after: Graph,
  patches: readonly Patch[],
  inverse: readonly Patch[],
): { readonly patches: readonly Patch[]; readonly inverse: readonly Patch[] } {
  for (const path of orderedRecords(before)) {
    const old = recordAt(before, path);
    const now = recordAt(after, path);
    if (old === undefined || now === undefined || old === now || startsAs(now, old)) continue;
    const elsewhere = (patch: Patch) => !path.every((key, i) => patch.path[i] === key);
    patches = [...patches.filter(elsewhere), { op: "replace", path, value: now }];
    inverse = [...inverse.filter(elsewhere), { op: "replace", path, value: old }];
  }
  return { patches, inverse };
}

function orderedRecords(graph: Graph): string[][] {
  const parts = Object.keys(graph.parts ?? {}).flatMap((name) =>
    ["nodes", "frames", "notes"].map((record) => ["parts", name, record]),
  );
  return [["nodes"], ["frames"], ["notes"], ...parts, ["parts"]];
}

function recordAt(graph: Graph, path: readonly string[]): Keyed | undefined {
  let at: unknown = graph;
  for (const key of path) at = (at as Keyed | undefined)?.[key];
  return at as Keyed | undefined;
}

/** Whether the first keys of `now` are those of `old`, in order: then keys were added at its end, or none at all. */
function startsAs(now: Keyed, old: Keyed): boolean {
  const keys = Object.keys(now);
  return Object.keys(old).every((key, i) => keys[i] === key);
}
