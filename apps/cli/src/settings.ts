/** `--set node.param=value`: literals that take the place of a graph's. */
import { type ResolvedNode, resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type Graph, innerId, innerInput, innerPath, own, partUsed, stepsOf } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { InputError } from "./input-error.ts";
import { type Overrides, override } from "./overrides.ts";
import { settingValue } from "./setting-value.ts";

export interface Settings {
  readonly overrides: Overrides;
  /** What the person should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads settings in order; a later one of the same param wins, and all of them win over `before` and over edges. The node
 * may be a use of a part, with a param that its part declares, or a node inside of one, `use/inner`. Throws
 * {@link InputError} for a node, param, value or file that does not exist or cannot be read.
 */
export async function readSettings(
  graph: Graph,
  settings: readonly string[],
  before: Overrides,
  { vocabulary, host }: { readonly vocabulary: Vocabulary; readonly host: Host },
): Promise<Settings> {
  const nodes = resolvedGraph(graph, vocabulary).byId;
  let overrides = before;
  const notes: string[] = [];
  for (const setting of settings) {
    const { node, name, text } = parts(setting);
    const end = innerInput(graph, { node, port: name }) ?? unknown(graph, nodes, node, name);
    const resolved = nodes.get(end.node);
    const param = own(resolved?.table?.params, end.port);
    if (resolved === undefined || param === undefined) return unknown(graph, nodes, node, name);
    const value = await settingValue(param, text, `${node}.${name}`, host);
    overrides = override(overrides, end.node, end.port, value);
    const edge = resolved.sources.get(end.port);
    if (edge !== undefined)
      notes.push(`--set ${node}.${name} takes the place of the edge from ${edge.node}.${edge.port}.`);
  }
  return { overrides, notes };
}

function parts(setting: string): { readonly node: string; readonly name: string; readonly text: string } {
  const match = /^([^=.]+)\.([^=.]+)=([\s\S]*)$/.exec(setting);
  if (match === null) throw new InputError(`--set takes node.param=value; "${setting}" is not of that form.`);
  const [, node = "", name = "", text = ""] = match;
  return { node, name, text };
}

/** Throws what is unknown of a setting: the node, its type, or the param. */
function unknown(graph: Graph, nodes: ReadonlyMap<string, ResolvedNode>, node: string, name: string): never {
  const found = nodes.get(node);
  const type = found?.node.type ?? "";
  if (found !== undefined && found.table === undefined)
    throw new InputError(`The node "${node}" has the unknown type "${type}".`);
  if (found?.table !== undefined) {
    if (own(found.table.inputs, name) !== undefined)
      throw new InputError(
        `"${name}" of the node "${node}" (${type}) takes an edge and no value; its params are ${list(Object.keys(found.table.params))}.`,
      );
    throw new InputError(
      `The node "${node}" (${type}) has no param "${name}"; it has ${list(Object.keys(found.table.params))}.`,
    );
  }
  const use = useAt(graph, node);
  if (use === undefined)
    throw new InputError(`There is no node "${node}"; there are ${list(names(graph, nodes))}.`);
  const inner = [...nodes.keys()].filter((id) => id.startsWith(innerPath(node)));
  const declared = Object.keys(use.inputs);
  throw new InputError(
    own(use.inputs, name) === undefined
      ? `The part "${node}" declares no param "${name}"; it declares ${list(declared)}. A node inside of it is named as in ${inner[0] ?? innerId(node, "inner")}.param.`
      : `"${name}" of the part "${node}" takes an edge and no value; it leads to ${own(use.inputs, name)}.`,
  );
}

/** The part that a node along a path of uses is a use of. */
function useAt(graph: Graph, path: string) {
  let { nodes } = graph;
  let part: ReturnType<typeof partUsed>;
  for (const id of stepsOf(path)) {
    part = partUsed(graph, own(nodes, id));
    nodes = part?.nodes ?? {};
  }
  return part;
}

/** Nodes to choose from: those of the graph first, uses of parts among them, then those inside. */
function names(graph: Graph, nodes: ReadonlyMap<string, ResolvedNode>): string[] {
  return [...new Set([...Object.keys(graph.nodes), ...nodes.keys()])];
}

function list(found: readonly string[]): string {
  if (found.length === 0) return "none";
  return found.length <= 24
    ? found.join(", ")
    : `${found.slice(0, 24).join(", ")} and ${found.length - 24} more`;
}
