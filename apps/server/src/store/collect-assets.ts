import { setImmediate } from "node:timers/promises";
import type { NodeAssets } from "@unclip/host/node";
import type { RunQueue } from "../queue/run-queue.ts";
import type { Repository } from "./repository.ts";

/** Milliseconds for which an asset that nothing refers to is kept: its run may be about to say that it made it. */
const grace = 3_600_000;
/** Runs that are let go of at a time. */
const batch = 200;

interface Shelf {
  readonly assets: NodeAssets;
  readonly repository: Pick<Repository, "isReferenced" | "releaseOldest">;
  readonly queue: Pick<RunQueue, "forget">;
  /** Bytes that assets may take. */
  readonly quota: number;
}

/**
 * Clears assets away until they take no more than the quota: first those that nothing refers to, then those of the
 * oldest runs that have ended and are not pinned, which from then on say that their pictures are gone. What an upload,
 * a pinned run, a waiting or running one, or a younger run refers to stays, even if that is more than the quota.
 */
export async function collectAssets({
  assets,
  repository,
  queue,
  quota,
}: Shelf): Promise<{ removed: number; bytes: number }> {
  const files = (await assets.list()).toSorted((a, b) => a.usedAt - b.usedAt);
  let total = files.reduce((sum, file) => sum + file.bytes, 0);
  const before = total;
  let removed = 0;
  if (total <= quota) return { removed, bytes: 0 };
  // A value that a runner remembers would be shown again without its picture.
  await queue.forget();
  const kept = new Set(files);
  const clear = async () => {
    let looked = 0;
    for (const file of kept) {
      if (total <= quota) return;
      if (++looked % 500 === 0) await setImmediate();
      if (repository.isReferenced(file.id) || !(await assets.remove(file.id, Date.now() - grace))) continue;
      kept.delete(file);
      total -= file.bytes;
      removed++;
    }
  };
  await clear();
  while (total > quota && (await repository.releaseOldest(batch)) > 0) await clear();
  return { removed, bytes: before - total };
}
