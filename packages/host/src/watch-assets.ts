/** Assets as one run at a time uses them: what it stores is reported, and it reads what it may and nothing else. */
import type { AssetId, Assets } from "./host.ts";

/** What a run may do with assets. */
export interface AssetWatch {
  /** Whether the run may read an asset that it did not store. */
  mayRead(id: AssetId): boolean;
  /** Called when the run has stored an asset of so many bytes. */
  stored(id: AssetId, bytes: number): void;
}

export interface WatchedAssets extends Assets {
  /** Replaces the watch. Without one, everything is allowed and nothing reported. */
  watch(watch: AssetWatch | undefined): void;
}

/** Puts a watch in front of `assets`. What may not be read is answered as what is not there. */
export function watchAssets(assets: Assets): WatchedAssets {
  let watching: AssetWatch | undefined;
  return {
    async put(bytes, type, keep) {
      const id = await assets.put(bytes, type, keep);
      watching?.stored(id, bytes.length);
      return id;
    },
    get: async (id) => (watching?.mayRead(id) === false ? undefined : assets.get(id)),
    touch: (id) => assets.touch(id),
    watch(watch) {
      watching = watch;
    },
  };
}
