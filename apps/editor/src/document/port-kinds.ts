/**
 * Which kind of value each port of a graph carries. An output may take the kind of what enters one of its node's
 * inputs (`as`: text in, text out), so kinds are a property of the graph and not of the node type alone.
 */
import { type NodeTypeTable, type Param, type PortTable, paramKind, type Vocabulary } from "@unclip/engine";
import { type Graph, type NodePort, type Part, partOf, portRef, splitRef } from "@unclip/graph";

/** The node type of a node, a part described as one; `undefined` when the vocabulary has none of that name. */
export function nodeTypeOf(graph: Graph, vocabulary: Vocabulary, type: string): NodeTypeTable | undefined {
  const name = partOf({ type });
  if (name === undefined) return vocabulary.nodeTypes[type];
  const part = graph.parts?.[name];
  if (part === undefined) return undefined;
  const known = described.get(part);
  if (known?.parts === graph.parts && known?.vocabulary === vocabulary) return known.type;
  const made = describePart(graph, vocabulary, type, name, part);
  described.set(part, { parts: graph.parts, vocabulary, type: made });
  return made;
}

/** A part keeps its description while neither parts nor vocabulary change, so that cards know it by identity. */
const described = new WeakMap<
  Part,
  { readonly parts: Graph["parts"]; readonly vocabulary: Vocabulary; readonly type: NodeTypeTable }
>();

function describePart(
  graph: Graph,
  vocabulary: Vocabulary,
  type: string,
  name: string,
  part: Part,
): NodeTypeTable {
  // Without the part itself: one that holds itself is a problem, not an endless description.
  const { [name]: _, ...parts } = graph.parts ?? {};
  const inner: Graph = { ...graph, nodes: part.nodes, parts };
  const ports = (list: Readonly<Record<string, string>>, kindAt: (end: NodePort) => string | undefined) => {
    const table: Record<string, PortTable> = {};
    for (const [port, ref] of Object.entries(list)) {
      table[port] = { kind: kindAt(splitRef(ref)) ?? "unknown", title: port, about: "" };
    }
    return table;
  };
  const types = Object.values(part.nodes).map((node) => nodeTypeOf(inner, vocabulary, node.type));
  const params = innerParams(inner, vocabulary, part);
  const inputs = Object.entries(part.inputs).filter(([port]) => params[port] === undefined);
  return {
    type,
    version: 1,
    title: part.title,
    group: "parts",
    about: "",
    over: "each",
    sink: types.some((found) => found?.sink === true),
    inputs: ports(Object.fromEntries(inputs), (end) => kindOfInput(inner, vocabulary, end)),
    outputs: ports(part.outputs, (end) => kindOfOutput(inner, vocabulary, end)),
    params,
  };
}

/** Declared inputs that stand for a param, with the value that it has inside as their default. */
function innerParams(inner: Graph, vocabulary: Vocabulary, part: Part): NodeTypeTable["params"] {
  const params: Record<string, Param> = {};
  for (const [name, ref] of Object.entries(part.inputs)) {
    const { node, port } = splitRef(ref);
    const found = part.nodes[node];
    const param = found && nodeTypeOf(inner, vocabulary, found.type)?.params[port];
    if (!param || found.inputs?.[port] !== undefined) continue;
    const literal = found.params?.[port];
    params[name] = literal === undefined ? param : ({ ...param, default: literal } as Param);
  }
  return params;
}

/** The kind that an input port (or a param) takes. */
export function kindOfInput(graph: Graph, vocabulary: Vocabulary, end: NodePort): string | undefined {
  const node = graph.nodes[end.node];
  const type = node && nodeTypeOf(graph, vocabulary, node.type);
  const port = type?.inputs[end.port];
  if (port) return port.kind;
  const param = type?.params[end.port];
  return param && paramKind(param);
}

/** Kinds of outputs that were found already; a graph never changes, and is asked for all of them at every frame of a drag. */
const found = new WeakMap<
  Graph,
  { readonly vocabulary: Vocabulary; readonly kinds: Map<string, string | undefined> }
>();

/** The kind that an output port gives; follows `as` upstream, at most once through each node. */
export function kindOfOutput(graph: Graph, vocabulary: Vocabulary, end: NodePort): string | undefined {
  let known = found.get(graph);
  if (known?.vocabulary !== vocabulary) {
    known = { vocabulary, kinds: new Map() };
    found.set(graph, known);
  }
  const { kinds } = known;
  let at = end;
  let declared: string | undefined;
  const walked = new Map<string, string>();
  for (;;) {
    const ref = portRef(at.node, at.port);
    if (kinds.has(ref)) {
      declared = kinds.get(ref) ?? declared;
      break;
    }
    const node = graph.nodes[at.node];
    const port = node && nodeTypeOf(graph, vocabulary, node.type)?.outputs[at.port];
    if (!port) break;
    declared = port.kind;
    const upstream = port.as === undefined ? undefined : node.inputs?.[port.as];
    // Round a circle each output keeps the kind it declares, so none is noted for the others.
    if (upstream !== undefined && walked.has(at.node)) return declared;
    walked.set(at.node, ref);
    if (upstream === undefined) break;
    at = splitRef(upstream);
  }
  for (const ref of walked.values()) kinds.set(ref, declared);
  return declared;
}

/** The remark to show on an edge of kind `from` into `into` ("" for none), or `undefined` when it does not fit. */
export function fitKinds(vocabulary: Vocabulary, from: string, into: string): string | undefined {
  if (from === into) return "";
  return vocabulary.kinds[into]?.accepts[from];
}
