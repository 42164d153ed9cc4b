import { check, type Problem, type Vocabulary } from "@unclip/engine";
import { type Graph, own, splitRef } from "@unclip/graph";
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
  const unknown = targets?.find((target) => !Object.hasOwn(graph.nodes, target));
  if (unknown !== undefined)
    throw new ApiError(422, "target_unknown", `The target "${unknown}" is not a node of the graph.`, {
      pointer: "/targets",
    });
  if ("error" in opened) throw opened.error;
  // Of another user's picture nobody learns that it is there.
  const has = async (id: string) =>
    (!users || repository.mayRead(owner, id)) && (await assets.touch(id)) !== undefined;
  await checkAssets(graph, vocabulary, has);
}

async function checkAssets(
  graph: Graph,
  vocabulary: Vocabulary,
  has: (id: string) => Promise<boolean>,
): Promise<void> {
  for (const { node, place, name, id } of namedAssets(graph, vocabulary)) {
    if (await has(id)) continue;
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
      pointer: `${place}/params/${name}`,
      problems: [problem],
    });
  }
}

/** The assets that nodes name, in the graph and in its parts, and where. */
function* namedAssets(graph: Graph, vocabulary: Vocabulary) {
  const levels = [
    { nodes: graph.nodes, place: "" },
    ...Object.entries(graph.parts ?? {}).map(([name, { nodes }]) => ({ nodes, place: `/parts/${name}` })),
  ];
  for (const { nodes, place } of levels)
    for (const [node, { type, params = {} }] of Object.entries(nodes))
      for (const [name, id] of Object.entries(params))
        if (typeof id === "string" && id !== "" && isAsset(graph, vocabulary, type, name))
          yield { node, place: `${place}/nodes/${node}`, name, id };
}

/** Whether a param takes an asset; that of a part is the param that it leads to, in a part perhaps. */
function isAsset(graph: Graph, vocabulary: Vocabulary, type: string, name: string): boolean {
  for (let at = { type, name }, depth = 0; depth < 100; depth++) {
    const part = at.type.startsWith("part:") ? own(graph.parts, at.type.slice("part:".length)) : undefined;
    if (part === undefined) return own(vocabulary.nodeTypes[at.type]?.params, at.name)?.param === "asset";
    const { node, port } = splitRef(own(part.inputs, at.name) ?? "");
    at = { type: own(part.nodes, node)?.type ?? "", name: port };
  }
  return false;
}
