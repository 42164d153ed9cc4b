/**
 * Parts → plain nodes: every use of a part becomes copies of the part's nodes, named `use/inner`. The rest of the engine
 * sees a flat graph. Iterative; parts that contain themselves, or that unfold to too many nodes, are problems.
 */
import {
  type Graph,
  type GraphNode,
  innerId,
  innerPath,
  type Literal,
  type NodePort,
  own,
  type Part,
  type PortRef,
  partOf,
  partType,
  splitId,
  splitRef,
} from "@unclip/graph";
import type { Findings } from "./findings.ts";
import { alternatives, nearest } from "./nearest.ts";
import type { ResolvedNode } from "./resolved-graph.ts";

/**
 * What uses of parts may unfold to, since a few nested parts can unfold to billions of nodes, or of uses that hold none.
 * The nodes of the document itself are bounded when it is parsed.
 */
const most = {
  nodes: 10_000,
  /** Edges and literals of these nodes. */
  entries: 100_000,
  /** UTF-16 units of their ids and of the ids in their edges: an id holds those of all uses that the node is inside of. */
  characters: 4_000_000,
  /** Parts within parts. */
  depth: 32,
} as const;

/** What is known of a node before its type is looked up. */
type Unfolded = Pick<ResolvedNode, "id" | "node" | "sources">;

export interface UnfoldedGraph {
  readonly nodes: ReadonlyMap<string, Unfolded>;
  /** Some node uses a part that does not exist. */
  readonly unknown: boolean;
}

/** Nodes that still are to be looked at: those of the graph, or of one use of a part. */
interface Level {
  readonly prefix: string;
  readonly nodes: Readonly<Record<string, GraphNode>>;
  /** What the use gives to inner ports: an edge or a literal, by inner node and port. */
  readonly given: ReadonlyMap<string, ReadonlyMap<string, NodePort | { readonly literal: Literal }>>;
  readonly off: GraphNode["off"];
  /** Parts that this level is inside of. */
  readonly inside: readonly string[];
}

/** Flattens a graph; the findings name what could not be unfolded. A graph that unfolds to too much has no nodes. */
export function unfold(graph: Graph, findings: Findings): UnfoldedGraph {
  const nodes = new Map<string, Unfolded>();
  const uses = new Map<string, Part>();
  const spent = new Spent();
  let unknown = false;
  const levels: Level[] = [{ prefix: "", nodes: graph.nodes, given: new Map(), off: undefined, inside: [] }];
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    for (const id of Object.keys(level.nodes)) {
      const node = level.nodes[id] as GraphNode;
      if (level.inside.length > 0) spent.add(level, id, node);
      if (spent.over !== undefined) return tooLarge(spent.over, findings);
      const flat = flatten(level, id, node);
      const name = partOf(node);
      if (name === undefined) {
        nodes.set(flat.id, flat);
        continue;
      }
      const part = own(graph.parts, name);
      if (part === undefined) {
        unknown = true;
        unknownPart(graph, flat, name, findings);
      } else if (level.inside.includes(node.type)) partCycle(level, flat, findings);
      else {
        uses.set(flat.id, part);
        levels.push(inner(level, flat, part, findings));
      }
    }
  }
  if (uses.size === 0) return { nodes, unknown };
  const resolved = throughUses(nodes, uses, spent);
  return spent.over === undefined ? { nodes: resolved, unknown } : tooLarge(spent.over, findings);
}

/** Counts what uses of parts have unfolded to. */
class Spent {
  #nodes = 0;
  #entries = 0;
  #characters = 0;
  #depth = 0;

  /** A node of a part, as one use of the part has it. */
  add({ prefix, given, inside }: Level, id: string, { inputs = {}, params = {} }: GraphNode): void {
    const edges = Object.keys(inputs).length;
    const entries = edges + Object.keys(params).length + (given.get(id)?.size ?? 0);
    this.#nodes++;
    this.#entries += entries;
    this.#characters += (prefix.length + id.length) * (1 + edges);
    this.#depth = Math.max(this.#depth, inside.length);
  }

  /** An edge that was followed into a use of a part. */
  follow({ node }: NodePort): void {
    this.#characters += node.length;
  }

  /** What there is too much of, as a sentence has it. */
  get over(): string | undefined {
    if (this.#nodes > most.nodes) return `parts that unfold to more than ${most.nodes} nodes`;
    if (this.#entries > most.entries)
      return `parts that unfold to more than ${most.entries} edges and params`;
    if (this.#characters > most.characters)
      return `parts that unfold to more than ${most.characters} characters of node names`;
    return this.#depth > most.depth ? `parts within parts, more than ${most.depth} deep` : undefined;
  }
}

function flatten(level: Level, id: string, node: GraphNode): Unfolded {
  const sources = new Map<string, NodePort>();
  const { inputs = {} } = node;
  for (const port of Object.keys(inputs)) {
    const source = splitRef(inputs[port] as PortRef);
    sources.set(port, level.prefix === "" ? source : { node: level.prefix + source.node, port: source.port });
  }
  const given = level.given.get(id);
  if (given === undefined && level.off === undefined) return { id: level.prefix + id, node, sources };
  const params: Record<string, Literal> = { ...node.params };
  for (const [port, value] of given ?? []) {
    if ("literal" in value) params[port] = value.literal;
    else sources.set(port, value);
  }
  return { id: level.prefix + id, node: { ...node, params, ...(level.off && { off: level.off }) }, sources };
}

function inner(level: Level, use: Unfolded, part: Part, findings: Findings): Level {
  const given = new Map<string, Map<string, NodePort | { readonly literal: Literal }>>();
  const give = (name: string, value: NodePort | { readonly literal: Literal }) => {
    const ref = own(part.inputs, name);
    if (ref === undefined) {
      unknownInput(use, name, part, findings);
      return;
    }
    const { node, port } = splitRef(ref);
    given.set(node, (given.get(node) ?? new Map()).set(port, value));
  };
  for (const [name, literal] of Object.entries(use.node.params ?? {})) give(name, { literal });
  for (const [name, source] of use.sources) give(name, source);
  return {
    prefix: innerPath(use.id),
    nodes: part.nodes,
    given,
    off: use.node.off ?? level.off,
    inside: [...level.inside, use.node.type],
  };
}

/** Edges from a use of a part lead on to the inner node that its output shows. */
function throughUses(
  nodes: ReadonlyMap<string, Unfolded>,
  uses: ReadonlyMap<string, Part>,
  spent: Spent,
): Map<string, Unfolded> {
  const resolve = (source: NodePort): NodePort => {
    let at = source;
    for (let part = uses.get(at.node); part !== undefined; part = uses.get(at.node)) {
      const shown = own(part.outputs, at.port);
      if (shown === undefined) return at;
      const { node, port } = splitRef(shown);
      at = { node: innerId(at.node, node), port };
      spent.follow(at);
      if (spent.over !== undefined) return at;
    }
    return at;
  };
  const resolved = new Map<string, Unfolded>();
  for (const [id, flat] of nodes) {
    const sources = [...flat.sources].map(([port, source]) => [port, resolve(source)] as const);
    resolved.set(id, { ...flat, sources: new Map(sources) });
  }
  return resolved;
}

function unknownPart(graph: Graph, use: Unfolded, name: string, findings: Findings): void {
  findings.error(use.id, () => {
    const names = Object.keys(graph.parts ?? {});
    const near = nearest(name, names, findings.effort);
    const offered = (near.length > 0 ? near : names.slice(0, 3)).map(partType);
    return {
      code: "node_type_unknown",
      found: `the part "${use.node.type}", which this graph does not have`,
      expected:
        names.length === 0
          ? "a node type (the graph has no parts)"
          : `one of its parts, ${alternatives(offered)}`,
      remedy: "Choose another type, or add the part",
    };
  });
}

function partCycle(level: Level, use: Unfolded, findings: Findings): void {
  findings.error(use.id, () => ({
    code: "part_cycle",
    found: `a part that contains itself (${[...level.inside, use.node.type].join(" → ")})`,
    expected: "parts within parts to end",
    remedy: `Remove ${splitId(use.id).id} from the part`,
  }));
}

function unknownInput(use: Unfolded, name: string, part: Part, findings: Findings): void {
  findings.error(use.id, () => {
    const names = Object.keys(part.inputs);
    return {
      code: "port_unknown",
      port: name,
      found: `an input "${name}" that ${use.node.type} does not declare`,
      expected: names.length === 0 ? "no input" : alternatives(names),
      remedy: "Rename or remove it",
    };
  });
}

function tooLarge(found: string, findings: Findings): UnfoldedGraph {
  findings.error(undefined, () => ({
    code: "graph_too_large",
    found,
    expected: "parts that unfold to less",
    remedy: "Use fewer parts within parts",
  }));
  return { nodes: new Map(), unknown: false };
}
