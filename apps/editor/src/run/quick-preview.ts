/**
 * Few steps, so that a first picture takes a few seconds where computing is slow: params of the document, changed as by
 * hand and undone in one step, because what was run is what the document says.
 */
import { type ResolvedNode, resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type Change, type Graph, type Literal, placeOfParam } from "@unclip/graph";
import { compose } from "../document/compose.ts";
import { setParamAt } from "../parts/set-param-at.ts";

/**
 * DPM-Solver++ (2M) draws a likeness of the final picture in about so many, by group: an embedding holds less than a
 * picture and is found sooner. Upsamplers take few steps as it is.
 */
const previewSteps: ReadonlyMap<string, number> = new Map([
  ["prior", 4],
  ["decoder", 8],
]);
const sampler = "dpm-solver-2m";

/** Sets steps and sampler of every diffusion of the prior and the decoder that takes more, inside parts too; nothing where none does. */
export function quickPreview(graph: Graph, vocabulary: Vocabulary, label: string): Change {
  const edits = resolvedGraph(graph, vocabulary).nodes.flatMap((node) => {
    const few = previewSteps.get(node.table?.group ?? "");
    return few !== undefined && takesMore(node, few) ? editsOf(graph, node, few) : [];
  });
  return compose(graph, label, edits);
}

/** A word in place of the number leaves it to the pack, whose own is made for the best picture. */
function takesMore({ node, table, sources }: ResolvedNode, few: number): boolean {
  const param = table?.params.steps;
  if (param?.param !== "integer" || sources.has("steps")) return false;
  const steps = node.params?.steps ?? param.default;
  return typeof steps === "string" || (typeof steps === "number" && steps > few);
}

function editsOf(graph: Graph, { id, table, sources }: ResolvedNode, few: number) {
  const edit = (port: string, value: Literal) => {
    const place = placeOfParam(graph, { node: id, port });
    return place === undefined ? [] : [(now: Graph) => setParamAt(now, place, value)];
  };
  const choice = table?.params.sampler;
  // Noise that was found by DDIM inversion leads back by DDIM alone.
  const free = !sources.has("sampler") && !sources.has("noise");
  const takes = choice?.param === "choice" && choice.options.includes(sampler) && free;
  return [...edit("steps", few), ...(takes ? edit("sampler", sampler) : [])];
}
