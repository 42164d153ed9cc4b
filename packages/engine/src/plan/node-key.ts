/**
 * The key of a node, made once: a node object of the document is never changed in place, so what was made from it is
 * remembered by its identity, and planning again after an edit hashes only what the edit touched and what follows.
 */
import { type GraphNode, type Literal, own } from "@unclip/graph";
import type { NodeTypeTable } from "../contract/describe.ts";
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
  /** The last edges, the keys of their nodes, and the key made of them. */
  edges: readonly PlannedEdge[] | undefined;
  sources: readonly (string | undefined)[];
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
  if (
    known?.table === table &&
    known.wired === wired &&
    known.model === model &&
    known.fingerprint === fingerprint
  )
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
  const made: Remembered = {
    text,
    params: Object.freeze(params),
    table,
    wired,
    model,
    fingerprint,
    edges: undefined,
    sources: [],
    key: "",
  };
  remembered.set(node, made);
  return made;
}

/** The node's key from its recipe and the keys of the nodes that feed it. Hashes only when one of them is new. */
export function nodeKey(
  recipe: NodeRecipe,
  edges: readonly PlannedEdge[],
  keys: ReadonlyMap<string, string>,
): string {
  const made = recipe as Remembered;
  const sources = edges.map((edge) => keys.get(edge.node));
  if (made.edges === undefined || !sameSources(made, edges, sources)) {
    const inputs = edges.map((edge, i) => `${edge.port} ${sources[i]} ${edge.output}`);
    made.key = digest([made.text, ...inputs].join("\n"));
  }
  made.edges = edges;
  made.sources = sources;
  return made.key;
}

function sameSources(
  made: Remembered,
  edges: readonly PlannedEdge[],
  sources: readonly (string | undefined)[],
): boolean {
  const known = made.edges ?? [];
  return (
    known.length === edges.length &&
    edges.every(
      (edge, i) =>
        edge.port === known[i]?.port && edge.output === known[i].output && sources[i] === made.sources[i],
    )
  );
}
