/**
 * The inside of a part while it is edited: two nodes stand for its declared inputs and outputs, so that every change that
 * keeps edges right keeps declared ports right as well. They are never in a document.
 */
import { own } from "../own.ts";
import { portRef, splitRef } from "../port-ref.ts";
import type { GraphNode, NodeId, Part, PortRef } from "../types.ts";
import { withInputs } from "./nodes.ts";

type Nodes = Part["nodes"];

/** No document can have these ids. */
const entry = "@inputs";
const exit = "@outputs";

/**
 * A part's nodes with those two among them. An inner edge that a declared input would replace leads into the first, so
 * that it is there again where a use gives nothing.
 */
export function wireInside(part: Part): Nodes {
  const nodes: Record<NodeId, GraphNode> = { ...part.nodes };
  const replaced: [string, PortRef][] = [];
  for (const [target, name] of leaders(part)) {
    const { node: id, port } = splitRef(target);
    const node = own(nodes, id);
    if (node === undefined) continue;
    const inner = own(node.inputs, port);
    if (inner !== undefined) replaced.push([name, inner]);
    nodes[id] = { ...node, inputs: { ...node.inputs, [port]: portRef(entry, name) } };
  }
  nodes[entry] = withInputs({ type: "inputs" }, replaced);
  nodes[exit] = withInputs({ type: "outputs" }, Object.entries(part.outputs));
  return nodes;
}

/** The part after an edit of the nodes that {@link wireInside} gave. A node that was not touched is the part's own. */
export function partAfter(part: Part, wired: Nodes, edited: Nodes): Part {
  const originals = new Map(Object.entries(part.nodes).map(([id, node]) => [wired[id], node]));
  const replaced = own(edited, entry)?.inputs;
  const unmoved = replaced === wired[entry]?.inputs;
  const targets = new Map<string, PortRef>();
  const nodes: Record<NodeId, GraphNode> = {};
  for (const [id, node] of Object.entries(edited)) {
    if (id === entry || id === exit) continue;
    const edges = Object.entries(node.inputs ?? {}).flatMap(([port, ref]) => {
      const source = splitRef(ref);
      if (source.node !== entry) return [[port, ref] as const];
      if (!targets.has(source.port)) targets.set(source.port, portRef(id, port));
      const inner = own(replaced, source.port);
      return inner === undefined ? [] : [[port, inner] as const];
    });
    nodes[id] = (unmoved ? originals.get(node) : undefined) ?? withInputs(node, edges);
  }
  const lead = leaders(part);
  const inputs = Object.entries(part.inputs).flatMap(([name, target]) => {
    const now = targets.get(lead.get(target) ?? name);
    return now === undefined ? [] : [[name, now] as const];
  });
  return { ...part, inputs: Object.fromEntries(inputs), outputs: { ...own(edited, exit)?.inputs }, nodes };
}

/** Inner port → the declared input that stands for it; others that feed the same port follow that one. */
function leaders(part: Part): Map<PortRef, string> {
  const lead = new Map<PortRef, string>();
  for (const [name, target] of Object.entries(part.inputs)) if (!lead.has(target)) lead.set(target, name);
  return lead;
}
