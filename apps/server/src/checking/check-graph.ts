import { check, countProblems, unfold, type Vocabulary } from "@unclip/engine";
import { type Graph, own } from "@unclip/graph";
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

/** Throws 422 `target_unknown`. */
export function refuseTargets(graph: Graph, targets: readonly string[] = []): void {
  const unknown = targets.find((target) => own(graph.nodes, target) === undefined);
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
}

/** Every uploaded file that the nodes of a graph name, those inside parts too; each once. */
export function assetsOf(graph: Graph, vocabulary: Vocabulary): NamedAsset[] {
  const named = new Map<string, NamedAsset>();
  for (const [
    node,
    {
      node: { type, params = {} },
      sources,
    },
  ] of unfold(graph).nodes) {
    const table = own(vocabulary.nodeTypes, type)?.params ?? {};
    for (const port of Object.keys(table)) {
      const id = own(params, port);
      if (table[port]?.param !== "asset" || sources.has(port)) continue;
      if (typeof id === "string" && id !== "" && !named.has(id)) named.set(id, { id, node, port });
    }
  }
  return [...named.values()];
}
