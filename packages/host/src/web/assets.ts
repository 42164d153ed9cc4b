/**
 * Assets in the browser's storage, named by their sha256.
 */
import { type Assets, HostError } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { sha256 } from "../sha256.ts";
import type { BlobStore } from "./blob-store.ts";

/** Assets of which a browser tells how much room they take, and lets go when it is asked to. */
export interface WebAssets extends Assets {
  /** Bytes of all that are stored here. */
  stored(): Promise<number>;
  /** Removes all of them from the browser's storage. */
  evict(): Promise<void>;
}

/** @param store files of this folder are assets and nothing else */
export function createWebAssets(store: BlobStore): WebAssets {
  return {
    async put(bytes, type) {
      const found = mediaType(bytes);
      if (type.startsWith("image/") && type !== found) {
        throw new HostError(
          "asset_type",
          `Found bytes of ${found}, expected ${type}. Send the file under its own type.`,
        );
      }
      // A copy: the caller may change its bytes while they are on their way.
      const own = bytes.slice();
      const id = await sha256(own);
      await store.alone(id, async () => {
        const there = await store.read(id);
        if (there !== undefined && (await sha256(there)) === id) return;
        // Damaged, or a part that a tab left which was closed while it wrote.
        if (there !== undefined) await store.remove(id);
        await store.append(id, own).catch((cause) => {
          throw new HostError(
            "storage_full",
            `The browser's storage takes no more (${(cause as Error).message}). Clear the stored pictures or models.`,
            { cause },
          );
        });
      });
      return id;
    },
    async get(id) {
      if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
      const bytes = await store.read(id);
      if (!bytes) return undefined;
      const found = await sha256(bytes);
      if (found !== id) {
        await store.alone(id, () => store.remove(id));
        throw new HostError(
          "asset_corrupt",
          `Asset ${id}: found bytes with sha256 ${found}. The stored file was damaged and removed; choose the file again.`,
        );
      }
      return { bytes, type: mediaType(bytes) };
    },
    async touch(id) {
      // No asset is empty but that of no bytes, which nobody stores here.
      return (await store.size(id)) || undefined;
    },
    async stored() {
      let bytes = 0;
      for (const id of await store.names()) bytes += await store.size(id);
      return bytes;
    },
    async evict() {
      for (const id of await store.names()) await store.alone(id, () => store.remove(id));
    },
  };
}

/** Pictures by their magic bytes; everything else is bytes. */
function mediaType(bytes: Uint8Array): string {
  return pictureType(bytes) ?? "application/octet-stream";
}
