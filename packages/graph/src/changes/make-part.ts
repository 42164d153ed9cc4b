/** A selection becomes a part: its nodes move into the part, and one use of it takes their place. */
import type { Draft } from "immer";
import { type Change, ChangeError, change } from "../change.ts";
import { freshId } from "../fresh-id.ts";
import { own } from "../own.ts";
import { partType } from "../part-use.ts";
import { portRef, splitRef } from "../port-ref.ts";
import type { Graph, GraphNode, NodeId, Part, Point, PortRef } from "../types.ts";
import { withInputs } from "./nodes.ts";

/** A change that made a part; `use` is the node that stands for it. */
export interface PartChange extends Change {
  readonly part: string;
  readonly use: NodeId;
}

/**
 * Makes a part of nodes of the graph. Edges that come from outside become its declared inputs, one an inner port; inner
 * outputs that are used outside become its declared outputs. What the graph computes stays the same, keys and all.
 * Throws {@link ChangeError} `node_unknown`, or `selection_empty`.
 */
export function makePart(graph: Graph, ids: readonly NodeId[], title: string): PartChange {
  const chosen = new Set(ids);
  if (chosen.size === 0)
    throw new ChangeError("selection_empty", "No node is selected; select what the part shall hold.");
  const unknown = ids.find((id) => own(graph.nodes, id) === undefined);
  if (unknown !== undefined)
    throw new ChangeError("node_unknown", `The graph has no node "${unknown}"; select nodes that it has.`);
  const name = freshId(
    { ...graph, nodes: {}, frames: {}, notes: {} },
    title,
    new Set(Object.keys(graph.parts ?? {})),
  );
  const use = freshId(graph, title);
  const inputs = new PortNames();
  const outputs = new PortNames();
  const given: Record<string, PortRef> = {};
  const inner: Record<NodeId, GraphNode> = {};
  const outer: [NodeId, GraphNode][] = [];
  for (const [id, node] of Object.entries(graph.nodes)) {
    const edges = Object.entries(node.inputs ?? {});
    if (!chosen.has(id)) {
      const shown = edges.map(([port, ref]) => {
        const inside = chosen.has(splitRef(ref).node);
        return [port, inside ? portRef(use, outputs.nameOf(ref)) : ref] as const;
      });
      outer.push([id, edges.some(([, ref], i) => ref !== shown[i]?.[1]) ? withInputs(node, shown) : node]);
      continue;
    }
    if (Object.keys(inner).length === 0) outer.push([use, { type: partType(name) }]);
    const kept = edges.filter(([, ref]) => chosen.has(splitRef(ref).node));
    inner[id] = kept.length === edges.length ? node : withInputs(node, kept);
    for (const [port, ref] of edges)
      if (!chosen.has(splitRef(ref).node)) given[inputs.nameOf(portRef(id, port))] = ref;
  }
  const at = corner(Object.values(inner));
  const node = withInputs({ type: partType(name), ...(at && { at }) }, Object.entries(given));
  const part: Part = { title, inputs: inputs.byName(), outputs: outputs.byName(), nodes: inner };
  const made = change(graph, `Make the part ${title}`, (draft) => {
    const nodes = outer.map(([id, other]) => [id, id === use ? node : other] as const);
    draft.nodes = Object.fromEntries(nodes) as Record<NodeId, Draft<GraphNode>>;
    draft.parts = { ...graph.parts, [name]: part } as Record<string, Draft<Part>>;
  });
  return { ...made, part: name, use };
}

/** The top left corner of nodes, canvas pixels; `undefined` when none has a place. */
export function corner(nodes: readonly GraphNode[]): Point | undefined {
  const places = nodes.flatMap(({ at }) => (at === undefined ? [] : [at]));
  if (places.length === 0) return undefined;
  return [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}

/** Names for declared ports: that of the inner port, and with its node's where two are called the same. */
class PortNames {
  readonly #names = new Map<PortRef, string>();
  readonly #taken = new Set<string>();
  /** The number that each name came to. */
  readonly #reached = new Map<string, number>();

  nameOf(ref: PortRef): string {
    const known = this.#names.get(ref);
    if (known !== undefined) return known;
    const { node, port } = splitRef(ref);
    const longer = `${port.slice(0, 28)}-${node.slice(0, 28)}`;
    let name = port;
    for (let n = this.#reached.get(longer) ?? 1; this.#taken.has(name); n++) {
      name = `${longer}${n === 1 ? "" : `-${n}`}`;
      this.#reached.set(longer, n);
    }
    this.#names.set(ref, name);
    this.#taken.add(name);
    return name;
  }

  byName(): Record<string, PortRef> {
    return Object.fromEntries([...this.#names].map(([ref, name]) => [name, ref]));
  }
}
