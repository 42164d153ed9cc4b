/** What differs between two graphs, as short sentences' worth of data: what a picture owes to which change. */
import { type NodeTypeTable, paramKind, type Vocabulary } from "@unclip/engine";
import {
  type Graph,
  type GraphNode,
  innerPath,
  type Literal,
  outermost,
  own,
  type PortRef,
  partOf,
  portRef,
} from "@unclip/graph";
import { upstreamOf } from "../document/connection.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";

export interface Difference {
  readonly what: "model" | "node" | "type" | "off" | "seed" | "param" | "edge";
  /** `"prior.seed"`, `"prior"`; inside a part with the use before it, `"draw/prior.seed"`; `""` for the graph as a whole. */
  readonly place: string;
  /** The node that a click goes to. */
  readonly node: string | undefined;
  /** `undefined` where the one or the other has no such thing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it bears on what the compared nodes made. */
  readonly bears: boolean;
}

/**
 * Everything that differs, what bears on node `made.before` of the one or `made.after` of the other first. Names, places
 * and words on the canvas are no difference, and neither is a default that was written out.
 */
export function differencesOf(
  before: Graph,
  after: Graph,
  vocabulary: Vocabulary,
  made: { readonly before: string; readonly after: string },
): readonly Difference[] {
  const bearing = new Set([...causes(before, made.before), ...causes(after, made.after)]);
  const model: readonly Difference[] =
    before.model === after.model
      ? []
      : [
          {
            what: "model",
            place: "",
            node: undefined,
            before: before.model,
            after: after.model,
            bears: true,
          },
        ];
  const all = [...model, ...nodesOf(before, after, vocabulary, "", (id) => bearing.has(id))];
  return [...all.filter(({ bears }) => bears), ...all.filter(({ bears }) => !bears)];
}

/** The node that made a picture, `"use/node"` counted for the use, and all that feeds it. */
function causes(graph: Graph, node: string): ReadonlySet<string> {
  const id = outermost(node);
  return own(graph.nodes, id) === undefined ? new Set() : upstreamOf(graph, id);
}

function nodesOf(
  before: Graph,
  after: Graph,
  vocabulary: Vocabulary,
  path: string,
  bears: (id: string) => boolean,
): readonly Difference[] {
  const ids = new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)]);
  return [...ids].flatMap((id) => {
    const [a, b] = [own(before.nodes, id), own(after.nodes, id)];
    if (a === b) return partsOf(before, after, vocabulary, path, id, bears(id));
    const at = { place: path + id, node: path + id, bears: bears(id) };
    const title = (graph: Graph, node: GraphNode | undefined) =>
      node && (nodeTypeOf(graph, vocabulary, node.type)?.title ?? node.type);
    if (a === undefined || b === undefined)
      return [{ what: "node" as const, ...at, before: title(before, a), after: title(after, b) }];
    if (a.type !== b.type)
      return [{ what: "type" as const, ...at, before: title(before, a), after: title(after, b) }];
    const type = nodeTypeOf(after, vocabulary, b.type);
    return [
      ...(a.off === b.off ? [] : [{ what: "off" as const, ...at, before: a.off ?? "", after: b.off ?? "" }]),
      ...portsOf(a, b, type, at),
      ...partsOf(before, after, vocabulary, path, id, at.bears),
    ];
  });
}

/** Differences in what a part holds, told for each use of it that both graphs have. */
function partsOf(
  before: Graph,
  after: Graph,
  vocabulary: Vocabulary,
  path: string,
  use: string,
  bears: boolean,
): readonly Difference[] {
  const name = partOf(own(after.nodes, use));
  if (name === undefined || partOf(own(before.nodes, use)) !== name) return [];
  const [a, b] = [own(before.parts, name), own(after.parts, name)];
  if (a === undefined || b === undefined || a === b) return [];
  // A part that held itself would have no end; what it holds is looked at without it.
  const inner = (graph: Graph, nodes: Graph["nodes"]): Graph => {
    const { [name]: _, ...parts } = graph.parts ?? {};
    return { ...graph, nodes, parts };
  };
  return nodesOf(
    inner(before, a.nodes),
    inner(after, b.nodes),
    vocabulary,
    innerPath(path + use),
    () => bears,
  );
}

/** Params and edges by port: what each has there, be it a literal, a default or an edge. */
function portsOf(
  a: GraphNode,
  b: GraphNode,
  type: NodeTypeTable | undefined,
  at: Pick<Difference, "place" | "node" | "bears">,
): readonly Difference[] {
  const names = [a.params, b.params, a.inputs, b.inputs].flatMap((record) => Object.keys(record ?? {}));
  return [...new Set(names)].flatMap((port) => {
    const param = type?.params[port];
    const before = valueAt(a, port, param?.default as Literal | undefined);
    const after = valueAt(b, port, param?.default as Literal | undefined);
    if (before === after) return [];
    const wired = own(a.inputs, port) !== undefined || own(b.inputs, port) !== undefined;
    const seed = param !== undefined && paramKind(param) === "seed";
    const what = wired ? "edge" : seed ? "seed" : "param";
    return [{ what, ...at, place: portRef(at.place, port), before, after } as const];
  });
}

function valueAt(node: GraphNode, port: string, fallback: Literal | undefined): string | undefined {
  const edge: PortRef | undefined = own(node.inputs, port);
  if (edge !== undefined) return `← ${edge}`;
  const value = own(node.params, port) ?? fallback;
  return value === undefined ? undefined : Array.isArray(value) ? value.join(", ") : String(value);
}
