/**
 * Which nodes a run would compute. A node's fingerprint covers its type, params and everything upstream; a node whose
 * fingerprint equals the one it had when it last finished will come from the cache. This is the editor's forecast:
 * the server's keys decide, and may differ after a restart.
 */
import { type Graph, type GraphNode, splitRef } from "@unclip/graph";

/** Fingerprints by node id. Nodes on a cycle have none. */
export function fingerprints(graph: Graph): ReadonlyMap<string, string> {
  const prints = new Map<string, string>();
  const visiting = new Set<string>();
  for (const start of Object.keys(graph.nodes)) {
    const stack = [start];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      const node = graph.nodes[id];
      const waiting = node && !prints.has(id) ? unprinted(node, prints, graph) : [];
      if (node && !prints.has(id) && waiting.length > 0 && !visiting.has(id)) {
        visiting.add(id);
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (node && !prints.has(id) && waiting.length === 0) prints.set(id, printOf(node, prints, graph));
    }
  }
  return prints;
}

function unprinted(node: GraphNode, prints: ReadonlyMap<string, string>, graph: Graph): string[] {
  return Object.values(node.inputs ?? {})
    .map((ref) => splitRef(ref).node)
    .filter((from) => !prints.has(from) && graph.nodes[from] !== undefined);
}

function printOf(node: GraphNode, prints: ReadonlyMap<string, string>, graph: Graph): string {
  const inputs = Object.entries(node.inputs ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([port, ref]) => {
      const from = splitRef(ref);
      return [port, from.port, prints.get(from.node) ?? ""];
    });
  const params = Object.entries(node.params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const part = node.type.startsWith("part:") ? graph.parts?.[node.type.slice(5)] : undefined;
  return hash(JSON.stringify([graph.model, node.type, node.off ?? "", params, inputs, part ?? 0]));
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
export function neededNodes(graph: Graph, targets: readonly string[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const stack = targets.filter((id) => graph.nodes[id] !== undefined);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    for (const ref of Object.values(graph.nodes[id]?.inputs ?? {})) stack.push(splitRef(ref).node);
  }
  for (const id of needed) if (graph.nodes[id] === undefined) needed.delete(id);
  return needed;
}
