/**
 * The key of a node, made once: a node object of the document is never changed in place, so what was made from it is
 * remembered by its identity, and planning again after an edit hashes only what the edit touched and what follows.
 */
import { type GraphNode, type Literal, own } from "@unclip/graph";
import type { NodeTypeTable } from "./describe.ts";
import { canonicalParams, digest, recipe } from "./key.ts";
import type { PlannedEdge } from "./planned.ts";

/** What the keys of a node and of its items begin with, and the literals it stands for. */
export interface NodeRecipe {
  readonly text: string;
  readonly params: Readonly<Record<string, Literal>>;
}

interface Remembered extends NodeRecipe {
  readonly table: NodeTypeTable;
  readonly wired: string;
  readonly model: string;
  readonly fingerprint: string;
  /** The last preimage and its digest. */
  preimage: string;
  key: string;
}

const remembered = new WeakMap<GraphNode, Remembered>();

/** Effective literals (defaults included, wired params left out) and their text. Freezes the node's params. */
export function nodeRecipe(
  node: GraphNode,
  table: NodeTypeTable,
  edges: readonly PlannedEdge[],
  model: string,
  fingerprint: string,
): NodeRecipe {
  const wired = edges.map((e) => (e.param ? e.port : "")).join(" ");
  const known = remembered.get(node);
  if (known?.table === table && known.wired === wired && known.model === model && known.fingerprint === fingerprint)
    return known;
  const fed = new Set(wired.split(" "));
  const params: Record<string, Literal> = {};
  for (const [name, param] of Object.entries(table.params))
    if (!fed.has(name)) params[name] = own(node.params, name) ?? param.default;
  Object.freeze(node);
  Object.freeze(node.params);
  const text = recipe({
    type: table.type,
    version: table.version,
    params: canonicalParams(params),
    model,
    fingerprint,
  });
  const made: Remembered = { text, params: Object.freeze(params), table, wired, model, fingerprint, preimage: "", key: "" };
  remembered.set(node, made);
  return made;
}

/** The node's key from its recipe and the keys of the nodes that feed it. */
export function nodeKey(made: NodeRecipe, edges: readonly PlannedEdge[], keys: ReadonlyMap<string, string>): string {
  let preimage = made.text;
  for (const edge of edges) preimage += `\n${edge.port} ${keys.get(edge.node)} ${edge.output}`;
  const known = made as Remembered;
  if (known.preimage !== preimage) {
    known.preimage = preimage;
    known.key = digest(preimage);
  }
  return known.key;
}
