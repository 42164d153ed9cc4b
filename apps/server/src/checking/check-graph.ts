import { check, countProblems, resolvedGraph, type Vocabulary } from "@unclip/engine";
import { type Graph, own, placeOfParam, usesAround } from "@unclip/graph";
import { ApiError } from "../problem.ts";

/** Throws 422 with the problems of a graph that cannot run: what is accepted does not fail for a reason known before. */
export function refuseProblems(graph: Graph, vocabulary: Vocabulary, space: string | undefined): void {
  const problems = check(graph, vocabulary, { spaceOf: () => space }).filter(
    (problem) => problem.severity === "error",
  );
  const [first] = problems;
  if (first === undefined) return;
  const count = countProblems(problems);
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  throw new ApiError(422, first.code, `${first.message}${more}`, { problems });
}

/** Throws 422 `target_unknown`. A target is a node, or a use of a part, which stands for the nodes inside of it. */
export function refuseTargets(graph: Graph, vocabulary: Vocabulary, targets: readonly string[] = []): void {
  if (targets.length === 0) return;
  const known = new Set<string>();
  for (const { id } of resolvedGraph(graph, vocabulary).nodes)
    for (const name of [id, ...usesAround(id)]) known.add(name);
  const unknown = targets.find((target) => !known.has(target));
  if (unknown !== undefined)
    throw new ApiError(422, "target_unknown", `The target "${unknown}" is not a node of the graph.`, {
      pointer: "/targets",
    });
}

/** An uploaded file that a graph names, and the first param that names it. */
export interface NamedAsset {
  readonly id: string;
  readonly node: string;
  readonly port: string;
  /** JSON pointer to the literal in the document. */
  readonly pointer: string;
}

/** Every uploaded file that the nodes of a graph name, those inside parts too; each once. */
export function assetsOf(graph: Graph, vocabulary: Vocabulary): NamedAsset[] {
  const named = new Map<string, NamedAsset>();
  for (const { id: node, node: written, sources, table } of resolvedGraph(graph, vocabulary).nodes) {
    for (const [port, param] of Object.entries(table?.params ?? {})) {
      const id = own(written.params, port);
      if (param.param !== "asset" || sources.has(port)) continue;
      if (typeof id !== "string" || id === "" || named.has(id)) continue;
      named.set(id, { id, node, port, pointer: pointerTo(graph, node, port) });
    }
  }
  return [...named.values()];
}

function pointerTo(graph: Graph, node: string, port: string): string {
  const place = placeOfParam(graph, { node, port });
  if (place === undefined) return "/nodes";
  const inside = place.part === undefined ? "" : `/parts/${place.part}`;
  return `${inside}/nodes/${place.node}/params/${place.param}`;
}
