import { ApiError } from "../problem.ts";
import type { Services } from "../services.ts";

/** The answer to a request that would store more than its user may: how much they store, as what, and what to remove. */
export function overQuota(
  { repository, limits }: Pick<Services, "repository" | "limits">,
  owner: string,
  bytes: number,
): ApiError {
  const { used, runs, graphs, uploads, pictures, pinned } = repository.usage(owner);
  const results = Math.max(0, pictures.bytes - uploads.bytes);
  return new ApiError(
    429,
    "quota_stored",
    `You store ${size(used)} of the ${size(limits.stored)} that this server keeps for you, and this takes ${size(bytes)} more. ` +
      `Results take ${size(results)} (${size(pinned.bytes)} of them pinned), ${uploads.count} uploads ${size(uploads.bytes)}, ` +
      `${graphs.count} saved graphs ${size(graphs.bytes)}, the history of ${runs.count} runs ${size(runs.bytes)}.`,
    {
      remedy:
        "Remove runs (DELETE /runs/ID/record), uploads (DELETE /assets/ID) or saved graphs (DELETE /graphs/ID), or unpin runs; a larger --quota of the server allows more.",
    },
  );
}

/** Bytes in the unit that people read them in. */
function size(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`;
  if (bytes < 10_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${Math.round(bytes / 1e6)} MB`;
}
