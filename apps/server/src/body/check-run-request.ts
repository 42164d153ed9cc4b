import { check, type Problem, type ResolvedNode, resolvedNodes, type Vocabulary } from "@unclip/engine";
import { type Graph, placeOfParam } from "@unclip/graph";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";

/** Throws 422 with every problem when the graph cannot run: what is accepted does not fail for a reason known before. */
export async function checkRunRequest(
  { graph, targets }: { readonly graph: Graph; readonly targets?: readonly string[] },
  vocabulary: Vocabulary,
  { assets, packs, users, repository }: Pick<Services, "assets" | "packs" | "users" | "repository">,
  owner: string,
): Promise<void> {
  const opened = await packs.open(graph.model).catch((error: unknown) => ({ error }));
  // A pack that cannot be opened is the answer, but after what is wrong with the graph itself.
  const space = "error" in opened ? undefined : opened.manifest.embedding.joint;
  const problems = check(graph, vocabulary, { spaceOf: () => space }).filter(
    (problem) => problem.severity === "error",
  );
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    throw new ApiError(422, first.code, `${first.message}${more}`, { problems });
  }
  const nodes = resolvedNodes(graph, vocabulary);
  const unknown = targets?.find((target) => !names(nodes, target));
  if (unknown !== undefined)
    throw new ApiError(422, "target_unknown", `The target "${unknown}" is not a node of the graph.`, {
      pointer: "/targets",
    });
  if ("error" in opened) throw opened.error;
  // Of another user's picture nobody learns that it is there.
  const has = async (id: string) =>
    (!users || repository.mayRead(owner, id)) && (await assets.get(id)) !== undefined;
  await checkAssets(graph, nodes, has);
}

/** Whether a target is a node, or a use of a part, which stands for the nodes inside of it. */
function names(nodes: readonly ResolvedNode[], target: string): boolean {
  return nodes.some(({ id }) => id === target || id.startsWith(`${target}/`));
}

async function checkAssets(
  graph: Graph,
  nodes: readonly ResolvedNode[],
  has: (id: string) => Promise<boolean>,
): Promise<void> {
  for (const {
    id: node,
    node: { params = {} },
    sources,
    table,
  } of nodes)
    for (const [name, param] of Object.entries(table?.params ?? {})) {
      const id = sources.has(name) ? undefined : params[name];
      if (param.param !== "asset" || typeof id !== "string" || id === "" || (await has(id))) continue;
      const parts = {
        found: `the picture ${id}, which is not on this server`,
        expected: "one that was uploaded to it",
        remedy: "Upload the picture again",
      };
      const message = `${node}.${name}: found ${parts.found}; expected ${parts.expected}. ${parts.remedy}.`;
      const problem: Problem = {
        code: "asset_missing",
        severity: "error",
        node,
        port: name,
        ...parts,
        message,
      };
      throw new ApiError(422, "asset_missing", message, {
        pointer: pointerTo(graph, node, name),
        problems: [problem],
      });
    }
}

/** JSON pointer to the literal that gives a node of the resolved graph its param. */
function pointerTo(graph: Graph, node: string, port: string): string {
  const place = placeOfParam(graph, { node, port });
  if (place === undefined) return "/nodes";
  const inside = place.part === undefined ? "" : `/parts/${place.part}`;
  return `${inside}/nodes/${place.node}/params/${place.param}`;
}
