/** The graph as a form: which params it asks for and which outputs it shows. */
import { type NodeTypeTable, type Param, resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type AppForm, type Graph, type NodePort, own, portRef, splitRef, usesAround } from "@unclip/graph";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { innerEnd } from "../parts/inside.ts";

/** A param of the form that can be filled in. */
export interface FormParam {
  readonly node: string;
  readonly name: string;
  readonly param: Param;
}

/** The form that the document describes; without one, every text that nothing feeds, and every sink. */
export function formOf(graph: Graph, vocabulary: Vocabulary): AppForm {
  if (graph.app) return graph.app;
  const params: string[] = [];
  const outputs: string[] = [];
  for (const [id, node] of Object.entries(graph.nodes)) {
    const type = nodeTypeOf(graph, vocabulary, node.type);
    if (type === undefined || node.off !== undefined) continue;
    for (const name of texts(type)) if (node.inputs?.[name] === undefined) params.push(portRef(id, name));
    const [first] = Object.keys(type.outputs);
    if (type.sink && first !== undefined) outputs.push(portRef(id, first));
  }
  return { params, outputs };
}

function texts(type: NodeTypeTable): string[] {
  return Object.entries(type.params).flatMap(([name, { param }]) => (param === "text" ? [name] : []));
}

/** The params of a form that exist and that no edge feeds. */
export function paramsOf(graph: Graph, vocabulary: Vocabulary, form: AppForm): readonly FormParam[] {
  return form.params.flatMap((ref) => {
    const { node, port } = splitRef(ref);
    const found = own(graph.nodes, node);
    const param = found && nodeTypeOf(graph, vocabulary, found.type)?.params[port];
    return param && found.inputs?.[port] === undefined ? [{ node, name: port, param }] : [];
  });
}

/**
 * The outputs of a form that exist. A graph that describes no form also shows the sinks inside of parts, by the names that
 * runs give them; a document cannot name those.
 */
export function outputsOf(graph: Graph, vocabulary: Vocabulary, form: AppForm): readonly NodePort[] {
  const outputs = form.outputs.map(splitRef).filter(({ node }) => own(graph.nodes, node) !== undefined);
  if (graph.app) return outputs;
  const shown = new Set(outputs.map((end) => innerEnd(graph, end).node));
  const inside = resolvedGraph(graph, vocabulary).nodes.flatMap(({ id, node, table }) => {
    const [first] = Object.keys(table?.outputs ?? {});
    const isNew = usesAround(id).length > 0 && !shown.has(id) && node.off === undefined;
    return table?.sink && first !== undefined && isNew ? [{ node: id, port: first }] : [];
  });
  return [...outputs, ...inside];
}

/** The form with a param or an output put in, or taken out if it is there. */
export function toggled(form: AppForm, list: keyof AppForm, ref: string): AppForm {
  const has = form[list].includes(ref);
  return { ...form, [list]: has ? form[list].filter((other) => other !== ref) : [...form[list], ref] };
}
