import type { Problem } from "@unclip/engine";
import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";
import type { NamedAsset } from "./check-graph.ts";

/**
 * Throws 422 `asset_missing` for the first file that is not on this server, or that is another user's, of which nobody
 * learns that it is there. Looks for the files and reads none of them.
 */
export async function requireAssets(
  named: readonly NamedAsset[],
  { assets, users, repository }: Pick<Services, "assets" | "users" | "repository">,
  owner: string,
): Promise<void> {
  for (const asset of named)
    if ((users && !repository.mayRead(owner, asset.id)) || (await assets.touch(asset.id)) === undefined)
      throw missing(asset);
}

function missing({ id, node, port, pointer }: NamedAsset): ApiError {
  const parts = {
    found: `the picture ${id}, which is not on this server`,
    expected: "one that was uploaded to it",
    remedy: "Upload the picture again",
  };
  const message = `${node}.${port}: found ${parts.found}; expected ${parts.expected}. ${parts.remedy}.`;
  const problem: Problem = { code: "asset_missing", severity: "error", node, port, ...parts, message };
  return new ApiError(422, "asset_missing", message, { pointer, problems: [problem] });
}
