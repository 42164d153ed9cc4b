/**
 * Assets as files named by their sha256, in 256 folders by its first two digits.
 *
 * A file appears under its name only when it is whole and on disk: it is written beside, flushed, renamed, and the
 * folder flushed. After a power cut at any instant an asset is there whole or not at all.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AssetId, type Assets, HostError } from "../host.ts";
import { pictureType } from "../media-type.ts";
import { sha256InSlices } from "./sha256-in-slices.ts";

/** Assets in a folder, which whoever keeps house there can list and remove. */
export interface NodeAssets extends Assets {
  /** Whether there is a file of that id; its bytes are not read. */
  has(id: AssetId): Promise<boolean>;
  /** Every asset that is whole; `usedAt` is when it was last put, in milliseconds since 1970. */
  list(): Promise<{ id: AssetId; bytes: number; usedAt: number }[]>;
  /** Removes an asset that was last put before `before`. False when it was put since, or is not there. */
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
        throw new HostError(
          "asset_corrupt",
          `Asset ${id}: found bytes with sha256 ${found}. The file was damaged; run the graph again, or restore it from a copy.`,
        );
      }
      return { bytes, type: mediaType(bytes) };
    },
    async has(id) {
      if (!/^[0-9a-f]{64}$/.test(id)) return false;
      const found = await stat(pathOf(folder, id)).catch(() => undefined);
      return found?.isFile() ?? false;
    },
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const found = [];
      for (const entry of entries) {
        if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue;
        const { size, mtimeMs } = await stat(join(entry.parentPath, entry.name));
        found.push({ id: entry.name, bytes: size, usedAt: mtimeMs });
      }
      return found;
    },
    async remove(id, before) {
      const path = pathOf(folder, id);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs >= before) return false;
      await rm(path, { force: true });
      return true;
    },
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

async function store(folder: string, id: string, bytes: Uint8Array, shelves: Set<string>): Promise<void> {
  const path = pathOf(folder, id);
  const there = await readIfThere(path);
  const shelf = join(folder, id.slice(0, 2));
  if (there && sha256(there) === id) {
    const now = new Date();
    await utimes(path, now, now);
    // It may have been stored briefly.
    await sync(path);
    await syncFolder(shelf);
    return;
  }
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
  if (existsSync(path)) {
    const now = new Date();
    utimesSync(path, now, now);
    return;
  }
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
