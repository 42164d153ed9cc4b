/**
 * Few steps, so that a first picture takes a few seconds where computing is slow: params of the document, changed as by
 * hand and undone in one step, because what was run is what the document says.
 */
import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import { type Change, type Graph, type GraphNode, setParam } from "@unclip/graph";
import { compose } from "../document/compose.ts";

/**
 * DPM-Solver++ (2M) draws a likeness of the final picture in about so many, by group: an embedding holds less than a
 * picture and is found sooner. Upsamplers take few steps as it is.
 */
const previewSteps: ReadonlyMap<string, number> = new Map([
  ["prior", 4],
  ["decoder", 8],
]);
const sampler = "dpm-solver-2m";

/** Sets steps and sampler of every diffusion of the prior and the decoder that takes more; nothing where none does. */
export function quickPreview(graph: Graph, vocabulary: Vocabulary, label: string): Change {
  const edits = Object.entries(graph.nodes).flatMap(([id, node]) => {
    const table = vocabulary.nodeTypes[node.type];
    const few = table && previewSteps.get(table.group);
    return few && takesMore(node, table, few) ? editsOf(id, node, table, few) : [];
  });
  return compose(graph, label, edits);
}

/** A word in place of the number leaves it to the pack, whose own is made for the best picture. */
function takesMore({ params = {}, inputs = {} }: GraphNode, table: NodeTypeTable, few: number): boolean {
  if (table.params.steps?.param !== "integer" || inputs.steps !== undefined) return false;
  const steps = params.steps ?? table.params.steps.default;
  return typeof steps === "string" || (typeof steps === "number" && steps > few);
}

function editsOf(id: string, { inputs = {} }: GraphNode, table: NodeTypeTable, few: number) {
  const edits = [(graph: Graph) => setParam(graph, id, "steps", few)];
  const choice = table.params.sampler;
  // Noise that was found by DDIM inversion leads back by DDIM alone.
  if (choice?.param === "choice" && choice.options.includes(sampler) && !inputs.sampler && !inputs.noise)
    edits.push((graph: Graph) => setParam(graph, id, "sampler", sampler));
  return edits;
}
