/**
 * Model packs below an address: `<base>/<id>/model.json` and the files that it names.
 *
 * Files are kept in the browser's storage under their sha256, so that packs share what is equal, a second visit or a
 * second tab downloads nothing, and a download that broke off goes on where it stopped. Bytes are verified each time
 * that they are read.
 */
import { HostError, type Pack, type Packs } from "../host.ts";
import type { Manifest } from "../manifest.ts";
import { readManifest } from "../parse-manifest.ts";
import { sha256 } from "../sha256.ts";
import type { BlobStore } from "./blob-store.ts";
import { downloadFile } from "./download.ts";

/** How far the download of a file has come, in bytes. */
export interface DownloadProgress {
  readonly pack: string;
  readonly file: string;
  readonly loaded: number;
  readonly of: number;
  /** Bytes of the whole pack that are stored by now, of how many. */
  readonly stored: number;
  readonly total: number;
}

export interface WebPacksOptions {
  /** Address of the folder of packs. */
  readonly base: string;
  /** Ids of the packs there; read from `<base>/index.json`, a JSON list of ids, by default. */
  readonly ids?: readonly string[];
  /** Bytes that a pack may have in all; 2 GiB by default. */
  readonly largest?: number;
  readonly onDownload?: (progress: DownloadProgress) => void;
}

/** Packs of which a browser keeps copies. */
export interface WebPacks extends Packs {
  /** Bytes of a pack's files that are stored here, of how many. */
  stored(id: string): Promise<{ readonly bytes: number; readonly of: number }>;
  /**
   * Removes a pack's files from the browser's storage, and with them what former versions of packs left there; they are
   * downloaded again when next read.
   */
  evict(id: string): Promise<void>;
  /** Downloads what of a pack is not stored yet, so that it can be used without a connection. */
  keep(id: string): Promise<void>;
}

/** Heaps of 32-bit WebAssembly end at 4 GiB, and loading a model takes up to twice its weights. */
const largestByDefault = 2 * 1024 ** 3;

/** @param store files of this folder are files of packs and nothing else */
export function createWebPacks(store: BlobStore, options: WebPacksOptions): WebPacks {
  const opened = new Map<string, Promise<Pack>>();
  const list = async () => [...(options.ids ?? (await readIndex(options.base)))].sort();
  const open = (id: string): Promise<Pack> => {
    const known = opened.get(id);
    if (known) return known;
    const pack = openPack(store, options, id, list);
    opened.set(id, pack);
    // A pack that failed is looked for again next time: someone may have put it right.
    pack.catch(() => opened.delete(id));
    return pack;
  };
  /** Stored files that no pack there names: what packs named before they were made anew. None where a pack cannot be read. */
  const left = async () => {
    const ids = await list();
    const packs = await Promise.all(ids.map(open)).catch(() => []);
    const named = new Set(packs.flatMap(({ manifest }) => namesOf(manifest)));
    return packs.length === 0 ? [] : (await store.names()).filter((name) => !named.has(name));
  };
  return {
    list,
    open,
    async stored(id) {
      const { manifest } = await open(id);
      return { bytes: sum((await storedSizes(store, manifest)).values()), of: sizeOf(manifest) };
    },
    async evict(id) {
      const named = namesOf((await open(id)).manifest);
      // Whole, so that a tab that is downloading one of them keeps what it has until it has it all.
      for (const name of [...named, ...(await left())]) await store.alone(name, () => store.remove(name));
      // Who opens it next counts anew what is stored.
      opened.delete(id);
    },
    async keep(id) {
      const pack = await open(id);
      for (const file of Object.keys(pack.manifest.files)) await pack.read(file);
    },
  };
}

async function readIndex(base: string): Promise<readonly string[]> {
  const response = await fetch(`${base}/index.json`, { cache: "no-cache" }).catch(() => undefined);
  const ids: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

async function openPack(
  store: BlobStore,
  options: WebPacksOptions,
  id: string,
  list: () => Promise<readonly string[]>,
): Promise<Pack> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw new HostError(
      "model_missing",
      `Found the model name ${JSON.stringify(id)}, expected lower-case letters, digits and dashes.`,
    );
  }
  const lost = (cause: unknown): never => {
    throw new HostError("model_missing", `${id}/model.json: the server does not answer. Try again.`, {
      cause,
    });
  };
  const response = await fetch(`${options.base}/${id}/model.json`, { cache: "no-cache" }).catch(lost);
  if (!response.ok) {
    const known = await list();
    const have = known.length > 0 ? `the packs there are ${known.join(", ")}` : "there is no pack there";
    throw new HostError(
      "model_missing",
      `Found no model pack "${id}" (${response.status}); ${have}. Choose one of them.`,
    );
  }
  const { manifest, digest } = await manifestOf(await response.text().catch(lost), id);
  checkSize(manifest, options.largest ?? largestByDefault);
  return { manifest, digest, read: fileReader(store, options, id, manifest) };
}

async function manifestOf(text: string, id: string): Promise<Pick<Pack, "manifest" | "digest">> {
  const where = `${id}/model.json`;
  const { json, manifest } = readManifest(text, where);
  if (manifest.id !== id) {
    throw new HostError(
      "model_invalid",
      `${where}: at /id found "${manifest.id}", expected "${id}", the name of its folder. Rename one.`,
    );
  }
  // As on other hosts: the manifest names every file's digest, so its own stands for the weights.
  return { manifest, digest: await sha256(new TextEncoder().encode(JSON.stringify(json))) };
}

/** Refuses a pack that would not fit before a byte of it is downloaded. */
function checkSize(manifest: Manifest, largest: number): void {
  const bytes = sizeOf(manifest);
  if (bytes <= largest) return;
  throw new HostError(
    "model_too_large",
    `The model pack "${manifest.id}" has ${megabytes(bytes)}, expected at most ${megabytes(largest)} in a browser. Run it on a server.`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function fileReader(
  store: BlobStore,
  { base, onDownload }: WebPacksOptions,
  id: string,
  manifest: Manifest,
): Pack["read"] {
  const total = sizeOf(manifest);
  let stored: Promise<Map<string, number>> | undefined;
  return async (file) => {
    const entry = Object.hasOwn(manifest.files, file) ? manifest.files[file] : undefined;
    if (!entry) {
      throw new HostError(
        "model_missing",
        `${id}: found no "${file}" among the files of model.json. Add it there with its sha256.`,
      );
    }
    stored ??= storedSizes(store, manifest);
    const sizes = await stored;
    return downloadFile({
      store,
      name: entry.sha256,
      bytes: entry.bytes,
      address: `${base}/${id}/${file}`,
      label: `${id}/${file}`,
      onProgress(loaded) {
        sizes.set(file, loaded);
        onDownload?.({ pack: id, file, loaded, of: entry.bytes, stored: sum(sizes.values()), total });
      },
    });
  };
}

/** Names in the store of a pack's files. */
function namesOf({ files }: Manifest): readonly string[] {
  return Object.values(files).map(({ sha256: name }) => name);
}

/** Bytes of each file that are in the store. */
async function storedSizes(store: BlobStore, { files }: Manifest): Promise<Map<string, number>> {
  const sizes = Object.entries(files).map(
    async ([file, { sha256: name }]) => [file, await store.size(name)] as const,
  );
  return new Map(await Promise.all(sizes));
}

function sizeOf({ files }: Manifest): number {
  return sum(Object.values(files).map(({ bytes }) => bytes));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
