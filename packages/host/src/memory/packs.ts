/**
 * Packs that are given as values.
 */
import { HostError, type Packs } from "../host.ts";
import { parseManifest } from "../parse-manifest.ts";
import { sha256 } from "../sha256.ts";

/** A pack in memory: its manifest (not yet parsed) and its files. */
export interface MemoryPack {
  readonly manifest: unknown;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export function createMemoryPacks(packs: Readonly<Record<string, MemoryPack>>): Packs {
  return {
    list: async () => Object.keys(packs).sort(),
    async open(id) {
      const pack = Object.hasOwn(packs, id) ? packs[id] : undefined;
      if (!pack) {
        const known = Object.keys(packs).sort().join(", ") || "none";
        throw new HostError("model_missing", `Found no model pack "${id}"; the packs here are: ${known}.`);
      }
      const manifest = parseManifest(pack.manifest, `${id}/model.json`);
      const digest = await sha256(new TextEncoder().encode(JSON.stringify(pack.manifest)));
      return {
        manifest,
        digest,
        async read(file) {
          const bytes = pack.files[file];
          const expected = manifest.files[file]?.sha256;
          if (!bytes || !expected)
            throw new HostError("model_missing", `${id}/${file}: found no such file in the pack.`);
          const found = await sha256(bytes);
          if (found !== expected) {
            throw new HostError(
              "model_changed",
              `${id}/${file}: found sha256 ${found}, expected ${expected} as in model.json.`,
            );
          }
          return bytes;
        },
      };
    },
  };
}
