/**
 * Model packs in folders: `<folder>/<id>/model.json` and the files that it names.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { HostError, type Pack, type Packs } from "../host.ts";
import type { Manifest } from "../manifest.ts";
import { parseManifest } from "../parse-manifest.ts";

/** A pack whose files can also be opened by path, which lets the runtime map big weights instead of copying them. */
export interface FolderPack extends Pack {
  /** `model.json` as it is written. */
  readonly text: string;
  /** The file's path, once its bytes are known to match their digest. Throws as {@link Pack.read} does. */
  verifiedPath(file: string): Promise<string>;
}

export interface FolderPacks extends Packs {
  open(id: string): Promise<FolderPack>;
}

/** Packs found in these folders; where two hold the same id, the first folder wins. */
export function createNodePacks(folders: readonly string[]): FolderPacks {
  const opened = new Map<string, Promise<FolderPack>>();
  return {
    async list() {
      const found = await Promise.all(folders.map(packIds));
      return [...new Set(found.flat())].sort();
    },
    open(id) {
      let pack = opened.get(id);
      if (!pack) {
        pack = openPack(folders, id);
        opened.set(id, pack);
        // A pack that failed is looked for again next time: someone may have put it right.
        pack.catch(() => opened.delete(id));
      }
      return pack;
    },
  };
}

async function packIds(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids: string[] = [];
  for (const entry of entries) {
    if (await isFile(join(folder, entry.name, "model.json"))) ids.push(entry.name);
  }
  return ids;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

async function openPack(folders: readonly string[], id: string): Promise<FolderPack> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw new HostError(
      "model_missing",
      `Found the model name ${JSON.stringify(id)}, expected lower-case letters, digits and dashes.`,
    );
  }
  for (const folder of folders) {
    if (await isFile(join(folder, id, "model.json"))) return readPack(join(folder, id), id);
  }
  const known = [...new Set((await Promise.all(folders.map(packIds))).flat())].sort();
  const have = known.length > 0 ? `the packs here are ${known.join(", ")}` : "there is no pack here";
  throw new HostError(
    "model_missing",
    `Found no model pack "${id}"; ${have}. Choose one of them or add ${id}/model.json to the models folder.`,
  );
}

async function readPack(folder: string, id: string): Promise<FolderPack> {
  const where = `${id}/model.json`;
  const text = await readFile(await within(folder, id, "model.json"), "utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new HostError(
      "model_invalid",
      `${where}: found text that is not JSON (${(error as Error).message}). Correct the manifest.`,
      { cause: error },
    );
  }
  const manifest = parseManifest(json, where);
  if (manifest.id !== id) {
    throw new HostError(
      "model_invalid",
      `${where}: at /id found "${manifest.id}", expected "${id}", the name of its folder. Rename one.`,
    );
  }
  // The manifest names every file's digest, so its own digest stands for the weights and for how they are used.
  const digest = createHash("sha256").update(JSON.stringify(json)).digest("hex");
  return { manifest, digest, text, ...fileAccess(folder, id, manifest) };
}

/**
 * The real path of a file of a pack, which lies in the pack's folder: a link that leads out of it would have any file of
 * this machine read, shown and loaded. Throws HostError `model_missing`, `model_invalid`.
 */
async function within(folder: string, id: string, file: string): Promise<string> {
  const path = await realpath(join(folder, file)).catch((cause) => missing(id, file, cause));
  if (!path.startsWith(`${await realpath(folder)}${sep}`)) {
    throw new HostError(
      "model_invalid",
      `${id}/${file}: found a link that leads out of the pack's folder, expected a file within it. Put the file itself there.`,
    );
  }
  if (!(await isFile(path))) missing(id, file, undefined);
  return path;
}

function missing(id: string, file: string, cause: unknown): never {
  throw new HostError(
    "model_missing",
    `${id}/${file}: found no such file, expected it because ${file === "model.json" ? "it describes the pack" : "model.json names it"}. Restore the file.`,
    { cause },
  );
}

function fileAccess(
  folder: string,
  id: string,
  manifest: Manifest,
): Pick<FolderPack, "read" | "verifiedPath"> {
  /** What was verified: path → size and time of change, so that a big file is hashed once and again after a change. */
  const verified = new Map<string, string>();
  const expected = (file: string): string => {
    const entry = Object.hasOwn(manifest.files, file) ? manifest.files[file] : undefined;
    if (!entry)
      throw new HostError(
        "model_missing",
        `${id}: found no "${file}" among the files of model.json. Add it there with its sha256.`,
      );
    return entry.sha256;
  };
  return {
    async read(file) {
      const want = expected(file);
      const path = await within(folder, id, file);
      const bytes = await readFile(path).catch((cause) => missing(id, file, cause));
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== want) throw changed(`${id}/${file}`, found, want, bytes);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    async verifiedPath(file) {
      const want = expected(file);
      const path = await within(folder, id, file);
      const { size, mtimeMs } = await stat(path).catch((cause) => missing(id, file, cause));
      if (verified.get(path) !== `${size} ${mtimeMs}`) {
        const hash = createHash("sha256");
        for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
        const found = hash.digest("hex");
        if (found !== want)
          throw changed(`${id}/${file}`, found, want, size < maxText ? await readFile(path) : undefined);
        verified.set(path, `${size} ${mtimeMs}`);
      }
      return path;
    },
  };
}

/** Larger files are weights, which nobody reads as text. */
const maxText = 16e6;

/** The error for a file whose digest is wrong. Names the cause if Git converted the file's line endings. */
function changed(file: string, found: string, expected: string, bytes: Uint8Array | undefined): HostError {
  const converted = bytes !== undefined && withUnixLines(bytes) === expected;
  const remedy = converted
    ? "The file has Windows line endings, which Git added at checkout. Run `git config core.autocrlf false` and " +
      "then `git checkout-index --force --all` in the repository."
    : "Restore the file, or install the pack again.";
  return new HostError(
    "model_changed",
    `${file}: found sha256 ${found}, expected ${expected} as in model.json. ${remedy}`,
  );
}

/** sha256 of the bytes after CRLF was replaced by LF. */
function withUnixLines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n");
  return createHash("sha256").update(text, "latin1").digest("hex");
}
