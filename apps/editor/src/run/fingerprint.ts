/**
 * Which nodes a run would compute. A node's fingerprint covers its type, params and everything upstream, with parts
 * unfolded as the engine unfolds them: neither a name nor the part that a node stands in is in it. A node whose
 * fingerprint is that of one that finished will come from the cache. This is the editor's forecast: the server's keys
 * decide, and may differ after a restart.
 */
import { type ResolvedGraph, type ResolvedNode, resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type Graph, own } from "@unclip/graph";

export type RunNodes = ResolvedGraph["byId"];

/** The nodes of a graph as a run knows them. Parts that cannot be unfolded have none. */
export function runNodes(graph: Graph, vocabulary: Vocabulary): RunNodes {
  return resolvedGraph(graph, vocabulary).byId;
}

/**
 * Fingerprints by id; what is asked of a node on request follows its own, and is not in those of the nodes it feeds.
 * Nodes on a cycle have none.
 */
export function fingerprints(
  graph: Graph,
  vocabulary: Vocabulary,
  nodes: RunNodes = runNodes(graph, vocabulary),
): ReadonlyMap<string, string> {
  const asked = askedOutputs(nodes);
  const prints = ownPrints(graph, nodes);
  return new Map([...prints].map(([id, print]) => [id, [print, ...(asked.get(id) ?? [])].join(" ")]));
}

/** Tells of a fingerprint whether its node comes from what nodes of the `finished` ones gave. */
export function keptBy(finished: readonly string[]): (print: string) => boolean {
  const given = new Map<string, Set<string>[]>();
  for (const [own = "", ...ports] of finished.map((print) => print.split(" ")))
    given.set(own, [...(given.get(own) ?? []), new Set(ports)]);
  return (print) => {
    const [own = "", ...asked] = print.split(" ");
    return given.get(own)?.some((ports) => asked.every((port) => ports.has(port))) ?? false;
  };
}

/** Outputs given on request alone to which something is connected, by node. */
function askedOutputs(nodes: RunNodes): ReadonlyMap<string, ReadonlySet<string>> {
  const asked = new Map<string, Set<string>>();
  for (const { sources } of nodes.values()) {
    for (const { node, port } of sources.values()) {
      if (own(nodes.get(node)?.table?.outputs, port)?.onRequest)
        asked.set(node, (asked.get(node) ?? new Set()).add(port));
    }
  }
  return asked;
}

function ownPrints(graph: Graph, nodes: RunNodes): ReadonlyMap<string, string> {
  const prints = new Map<string, string>();
  const visiting = new Set<string>();
  for (const start of nodes.keys()) {
    const stack = [start];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      const node = nodes.get(id);
      const waiting = node && !prints.has(id) ? unprinted(node, prints, nodes) : [];
      if (node && !prints.has(id) && waiting.length > 0 && !visiting.has(id)) {
        visiting.add(id);
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (node && !prints.has(id) && waiting.length === 0) prints.set(id, printOf(node, prints, graph.model));
    }
  }
  return prints;
}

function unprinted(
  { sources }: ResolvedNode,
  prints: ReadonlyMap<string, string>,
  nodes: RunNodes,
): string[] {
  return [...sources.values()].map(({ node }) => node).filter((from) => !prints.has(from) && nodes.has(from));
}

function printOf(
  { node, sources }: ResolvedNode,
  prints: ReadonlyMap<string, string>,
  model: string,
): string {
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
  const inputs = [...sources]
    .sort(byName)
    .map(([port, from]) => [port, from.port, prints.get(from.node) ?? ""]);
  // Where an edge feeds a param, its literal is not looked at.
  const params = Object.entries(node.params ?? {})
    .filter(([name]) => !sources.has(name))
    .sort(byName);
  return hash(JSON.stringify([model, node.type, node.off ?? "", params, inputs]));
}

/** cyrb53 (53 bits): enough to notice a change; never used as an address. */
function hash(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** Nodes that the targets need, the targets included. */
export function neededNodes(nodes: RunNodes, targets: readonly string[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const stack = targets.filter((id) => nodes.has(id));
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const found = nodes.get(id);
    if (needed.has(id) || found === undefined) continue;
    needed.add(id);
    for (const { node } of found.sources.values()) stack.push(node);
  }
  return needed;
}
