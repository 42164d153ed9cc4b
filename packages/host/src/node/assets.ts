/**
 * Assets as files named by their sha256, in 256 folders by its first two digits.
 *
 * A file appears under its name only when it is whole and on disk: it is written beside, flushed, renamed, and the
 * folder flushed. After a power cut at any instant an asset is there whole or not at all.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AssetId, type Assets, HostError } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { sha256InSlices } from "./sha256-in-slices.ts";

/** Assets in a folder, which can be listed and removed. */
export interface NodeAssets extends Assets {
  /** The ids of all assets. */
  list(): Promise<AssetId[]>;
  /**
   * Removes an asset that was last put or touched before `before`, in milliseconds since 1970. Resolves to false, and
   * leaves it, when it was used since then.
   */
  remove(id: AssetId, before: number): Promise<boolean>;
}

/** Assets below `folder`, which is made when first written to. */
export function createNodeAssets(folder: string): NodeAssets {
  /** Folders that are known to be there. */
  const shelves = new Set<string>();
  /** Puts under way, so that the same bytes put twice at once are written once. */
  const writing = new Map<string, Promise<void>>();
  return {
    async put(bytes, type, keep = "durable") {
      const found = mediaType(bytes);
      if (type.startsWith("image/") && type !== found) {
        throw new HostError(
          "asset_type",
          `Found bytes of ${found}, expected ${type}. Send the file under its own type.`,
        );
      }
      const id = sha256(bytes);
      if (keep === "brief") {
        storeBriefly(folder, id, bytes);
        return id;
      }
      let write = writing.get(id);
      if (!write) {
        write = store(folder, id, bytes, shelves).finally(() => writing.delete(id));
        writing.set(id, write);
      }
      await write;
      return id;
    },
    async get(id) {
      if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
      const bytes = await readIfThere(pathOf(folder, id));
      if (!bytes) return undefined;
      const found = await sha256InSlices(bytes);
      if (found !== id) {
        // What is damaged helps nobody, and while it is there a cached result that names it counts as whole.
        await rm(pathOf(folder, id), { force: true });
        throw new HostError(
          "asset_corrupt",
          `Asset ${id}: found bytes with sha256 ${found}. The file was damaged and removed; run the graph again, or restore it from a copy.`,
        );
      }
      return { bytes, type: mediaType(bytes) };
    },
    async touch(id) {
      if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
      return touchFile(pathOf(folder, id));
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
        .map(({ name }) => name);
    },
    remove: (id, before) => removeFile(pathOf(folder, id), before),
  };
}

/** Pictures by their magic bytes; everything else is bytes. */
function mediaType(bytes: Uint8Array): string {
  return pictureType(bytes) ?? "application/octet-stream";
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function pathOf(folder: string, id: string): string {
  return join(folder, id.slice(0, 2), id);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Marks a file as used now. Its size; `undefined` when there is none. */
function touchFile(path: string): number | undefined {
  try {
    const now = new Date();
    utimesSync(path, now, now);
    return statSync(path).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Removes a file that was last used before `before`. It is moved aside first: another process that uses it in the
 * same instant either marked it before, and it is moved back, or finds none and writes its own.
 */
async function removeFile(path: string, before: number): Promise<boolean> {
  const aside = `${path}.${randomUUID()}.tmp`;
  const usedAt = async (file: string) => (await stat(file).catch(ignoreMissing))?.mtimeMs;
  const used = await usedAt(path);
  if (used === undefined) return true;
  if (used >= before) return false;
  try {
    await rename(path, aside);
  } catch (error) {
    ignoreMissing(error);
    return true;
  }
  if (((await usedAt(aside)) ?? 0) >= before) {
    await rename(aside, path);
    return false;
  }
  await rm(aside, { force: true });
  return true;
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

/** Whether the file is there with these bytes; marks it as used now. */
async function keepFile(path: string, id: string): Promise<boolean> {
  const there = await readIfThere(path);
  if (there === undefined || sha256(there) !== id) return false;
  try {
    const now = new Date();
    await utimes(path, now, now);
    // It may have been stored briefly.
    await sync(path);
    return true;
  } catch (error) {
    // Removed in this instant.
    ignoreMissing(error);
    return false;
  }
}

async function store(folder: string, id: string, bytes: Uint8Array, shelves: Set<string>): Promise<void> {
  const path = pathOf(folder, id);
  const shelf = join(folder, id.slice(0, 2));
  if (await keepFile(path, id)) return syncFolder(shelf);
  if (!shelves.has(shelf)) await makeShelf(folder, shelf);
  shelves.add(shelf);
  const draft = join(shelf, `${id}.${randomUUID()}.tmp`);
  try {
    const file = await open(draft, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(shelf);
}

/**
 * Writes at once, without flushing: between two model calls that hold the event loop, every wait costs a model call.
 * The name is right even after a crash, since what is read is held against its hash.
 */
function storeBriefly(folder: string, id: string, bytes: Uint8Array): void {
  const path = pathOf(folder, id);
  // Compared, not only looked for: a crash may have left a part, and one that is damaged is mended.
  if (touchFile(path) === bytes.length && readFileSync(path).equals(bytes)) return;
  const draft = `${path}.${randomUUID()}.tmp`;
  mkdirSync(join(folder, id.slice(0, 2)), { recursive: true });
  writeFileSync(draft, bytes);
  renameSync(draft, path);
}

/** Makes a folder whose own name survives a power cut, too. */
async function makeShelf(folder: string, shelf: string): Promise<void> {
  const first = await mkdir(shelf, { recursive: true });
  if (first === undefined) return;
  if (first !== shelf) await syncFolder(dirname(first));
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder for flushing; there the rename itself is journaled.
  if (process.platform !== "win32") await sync(folder);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, process.platform === "win32" ? "r+" : "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
