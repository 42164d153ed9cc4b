/**
 * Sends files of this browser to the server before a run there. Until a run needs them, nothing of them leaves the browser.
 */
import type { Vocabulary } from "@unclip/engine";
import type { Graph, GraphNode } from "@unclip/graph";
import { isBrought, noteSent, sentAs } from "../browser-runner/brought.ts";
import { local } from "../browser-runner/local.ts";
import { ApiError, putAsset } from "../server/api.ts";
import { say } from "../view/notice.ts";
import { words } from "../words/words.ts";

type Nodes = Graph["nodes"];

/**
 * The graph with the server's asset in place of each file of this browser, in parts too. Files that the server does not have
 * yet are uploaded, and the person is told. Throws {@link ApiError} if a file is no longer in this browser.
 */
export async function sendFiles(graph: Graph, vocabulary: Vocabulary): Promise<Graph> {
  const brought = [...filesOf(graph, vocabulary)].filter(isBrought);
  const unsent = brought.filter((id) => sentAs(id) === undefined);
  for (const id of unsent) {
    const file = await local.read(id).catch(() => undefined);
    if (file === undefined) throw new ApiError(words().fileGone, false);
    noteSent(id, await putAsset(file));
  }
  if (unsent.length > 0) say({ tone: "info", text: words().filesSent(unsent.length) });
  if (brought.length === 0) return graph;
  return inAllNodes(graph, (node) => withAssets(node, vocabulary, (id) => sentAs(id) ?? id));
}

/** Asset ids of a graph and of its parts. */
function filesOf(graph: Graph, vocabulary: Vocabulary): Set<string> {
  const found = new Set<string>();
  inAllNodes(graph, (node) =>
    withAssets(node, vocabulary, (id) => {
      found.add(id);
      return id;
    }),
  );
  return found;
}

function inAllNodes(graph: Graph, change: (node: GraphNode) => GraphNode): Graph {
  const changed = (nodes: Nodes): Nodes =>
    Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, change(node)]));
  const parts =
    graph.parts &&
    Object.fromEntries(
      Object.entries(graph.parts).map(([name, part]) => [name, { ...part, nodes: changed(part.nodes) }]),
    );
  return { ...graph, nodes: changed(graph.nodes), ...(parts && { parts }) };
}

function withAssets(node: GraphNode, vocabulary: Vocabulary, assetFor: (id: string) => string): GraphNode {
  const declared = vocabulary.nodeTypes[node.type]?.params ?? {};
  const params = Object.entries(node.params ?? {}).map(([name, value]) => {
    const isFile = Object.hasOwn(declared, name) && declared[name]?.param === "asset";
    return [name, isFile && typeof value === "string" && value !== "" ? assetFor(value) : value] as const;
  });
  return node.params === undefined ? node : { ...node, params: Object.fromEntries(params) };
}
