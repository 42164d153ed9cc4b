import { type Change, editPart, type Graph, type Literal, type ParamPlace, setParam } from "@unclip/graph";

/** Sets a param where its literal is written, inside of a part too. */
export function setParamAt(graph: Graph, { part, node, param }: ParamPlace, value: Literal): Change {
  const set = (now: Graph) => setParam(now, node, param, value);
  return part === undefined ? set(graph) : editPart(graph, part, set);
}
