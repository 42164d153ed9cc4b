/**
 * Parts → plain nodes: every use of a part becomes copies of the part's nodes, named `use/inner`. The rest of the engine
 * sees a flat graph. Iterative; parts that contain themselves, or that unfold to too many nodes, are problems.
 */
import {
  type Graph,
  type GraphNode,
  type Literal,
  type NodePort,
  own,
  type Part,
  splitRef,
} from "@unclip/graph";
import { alternatives, nearest } from "./nearest.ts";
import { error, type Problem } from "./problem.ts";

/** A few nested parts can unfold to billions of nodes, or of uses that hold none. */
const maxNodes = 250_000;

/** A node with the ends of its edges resolved. */
export interface FlatNode {
  readonly id: string;
  /** The node of the document, or a copy with the literals that a part's use gives. */
  readonly node: GraphNode;
  /** Input port or param → output port that feeds it. */
  readonly sources: ReadonlyMap<string, NodePort>;
}

export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  readonly problems: readonly Problem[];
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

/** Flattens a graph; problems name what could not be unfolded. */
export function unfold(graph: Graph): FlatGraph {
  const nodes = new Map<string, FlatNode>();
  const uses = new Map<string, Part>();
  const problems: Problem[] = [];
  const levels: Level[] = [{ prefix: "", nodes: graph.nodes, given: new Map(), off: undefined, inside: [] }];
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    for (const [id, node] of Object.entries(level.nodes)) {
      const flat = flatten(level, id, node);
      if (nodes.size + uses.size >= maxNodes)
        return { nodes: new Map(), problems: [...problems, tooLarge()] };
      if (!node.type.startsWith("part:")) {
        nodes.set(flat.id, flat);
        continue;
      }
      const part = own(graph.parts, node.type.slice("part:".length));
      const problem = part === undefined ? unknownPart(graph, flat) : partCycle(level, flat);
      if (problem !== undefined || part === undefined) {
        if (problem !== undefined) problems.push(problem);
        continue;
      }
      uses.set(flat.id, part);
      levels.push(inner(level, flat, part, problems));
    }
  }
  if (uses.size === 0) return { nodes, problems };
  return { nodes: throughUses(nodes, uses), problems };
}

function flatten(level: Level, id: string, node: GraphNode): FlatNode {
  const sources = new Map<string, NodePort>();
  for (const [port, ref] of Object.entries(node.inputs ?? {})) {
    const source = splitRef(ref);
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

function inner(level: Level, use: FlatNode, part: Part, problems: Problem[]): Level {
  const given = new Map<string, Map<string, NodePort | { readonly literal: Literal }>>();
  const give = (name: string, value: NodePort | { readonly literal: Literal }) => {
    const ref = own(part.inputs, name);
    if (ref === undefined) {
      problems.push(unknownInput(use, name, part));
      return;
    }
    const { node, port } = splitRef(ref);
    given.set(node, (given.get(node) ?? new Map()).set(port, value));
  };
  for (const [name, literal] of Object.entries(use.node.params ?? {})) give(name, { literal });
  for (const [name, source] of use.sources) give(name, source);
  return {
    prefix: `${use.id}/`,
    nodes: part.nodes,
    given,
    off: use.node.off ?? level.off,
    inside: [...level.inside, use.node.type],
  };
}

/** Edges from a use of a part lead on to the inner node that its output shows. */
function throughUses(
  nodes: ReadonlyMap<string, FlatNode>,
  uses: ReadonlyMap<string, Part>,
): Map<string, FlatNode> {
  const resolve = (source: NodePort): NodePort => {
    let at = source;
    for (let part = uses.get(at.node); part !== undefined; part = uses.get(at.node)) {
      const shown = own(part.outputs, at.port);
      if (shown === undefined) return at;
      const { node, port } = splitRef(shown);
      at = { node: `${at.node}/${node}`, port };
    }
    return at;
  };
  const resolved = new Map<string, FlatNode>();
  for (const [id, flat] of nodes) {
    const sources = [...flat.sources].map(([port, source]) => [port, resolve(source)] as const);
    resolved.set(id, { ...flat, sources: new Map(sources) });
  }
  return resolved;
}

function unknownPart(graph: Graph, use: FlatNode): Problem {
  const names = Object.keys(graph.parts ?? {}).map((name) => `part:${name}`);
  const near = nearest(use.node.type, names);
  return error({
    code: "node_type_unknown",
    node: use.id,
    found: `the part "${use.node.type}", which this graph does not have`,
    expected:
      names.length === 0
        ? "a node type (the graph has no parts)"
        : `one of its parts, ${alternatives(near.length > 0 ? near : names.slice(0, 3))}`,
    remedy: "Choose another type, or add the part",
  });
}

function partCycle(level: Level, use: FlatNode): Problem | undefined {
  if (!level.inside.includes(use.node.type)) return undefined;
  return error({
    code: "part_cycle",
    node: use.id,
    found: `a part that contains itself (${[...level.inside, use.node.type].join(" → ")})`,
    expected: "parts within parts to end",
    remedy: `Remove ${use.id.split("/").at(-1)} from the part`,
  });
}

function unknownInput(use: FlatNode, name: string, part: Part): Problem {
  return error({
    code: "port_unknown",
    node: use.id,
    port: name,
    found: `an input "${name}" that ${use.node.type} does not declare`,
    expected: Object.keys(part.inputs).length === 0 ? "no input" : alternatives(Object.keys(part.inputs)),
    remedy: "Rename or remove it",
  });
}

function tooLarge(): Problem {
  return error({
    code: "graph_too_large",
    found: `parts that unfold to more than ${maxNodes} nodes`,
    expected: `at most ${maxNodes}`,
    remedy: "Use fewer parts within parts",
  });
}
