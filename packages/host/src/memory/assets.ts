/**
 * Assets in a map.
 */
import { type Assets, HostError } from "../host.ts";
import { sha256 } from "../sha256.ts";

export function createMemoryAssets(): Assets {
  const stored = new Map<string, { readonly bytes: Uint8Array; readonly type: string }>();
  return {
    async put(bytes, type) {
      const id = await sha256(bytes);
      stored.set(id, { bytes: bytes.slice(), type });
      return id;
    },
    async get(id) {
      const asset = stored.get(id);
      if (!asset) return undefined;
      if ((await sha256(asset.bytes)) !== id) {
        stored.delete(id);
        throw new HostError("asset_corrupt", `Asset ${id}: the bytes were changed after they were stored.`);
      }
      return { bytes: asset.bytes.slice(), type: asset.type };
    },
    touch: async (id) => stored.get(id)?.bytes.length,
  };
}
