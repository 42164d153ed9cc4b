/**
 * Model packs in folders: `<folder>/<id>/model.json` and the files that it names.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { HostError, type Pack, type Packs } from "../host.ts";
import type { Manifest } from "../manifest.ts";
import { longestManifest, readManifest } from "../parse-manifest.ts";

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

/**
 * Packs found in these folders; where two hold the same id, the first folder wins. Whatever is called `model.json` makes a
 * folder a pack, so that one that is damaged is listed, and says on `open` what is wrong with it.
 */
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
  const entries = await readdir(folder).catch(() => []);
  const there = await Promise.all(entries.map((name) => isThere(join(folder, name, "model.json"))));
  return entries.filter((_, i) => there[i]);
}

/** Whether there is anything of this name, or nobody may look. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== "ENOENT" && code !== "ENOTDIR",
  );
}

async function openPack(folders: readonly string[], id: string): Promise<FolderPack> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw new HostError(
      "model_missing",
      `Found the model name ${JSON.stringify(id)}, expected lower-case letters, digits and dashes.`,
    );
  }
  for (const folder of folders) {
    if (await isThere(join(folder, id, "model.json"))) return readPack(join(folder, id), id);
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
  const text = await readText(await within(folder, id, "model.json"), where);
  const { json, manifest } = readManifest(text, where);
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

/** The text of a manifest. Throws HostError `model_invalid` for one that is too large, no UTF-8 or cannot be read. */
async function readText(path: string, where: string): Promise<string> {
  const refuse = (found: string, todo: string, cause?: unknown): never => {
    throw new HostError("model_invalid", `${where}: found ${found}. ${todo}.`, { cause });
  };
  const bytes = await readStart(path, 4 * longestManifest + 1).catch((cause: NodeJS.ErrnoException) =>
    refuse(
      `a file that cannot be read (${cause.code ?? cause.message})`,
      "Allow this user to read it",
      cause,
    ),
  );
  if (bytes.length > 4 * longestManifest)
    refuse(`a file of more than ${4 * longestManifest} bytes, expected a manifest`, "Correct the manifest");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    return refuse("bytes that are not UTF-8", "Save the file as UTF-8", cause);
  }
}

/** At most `most` bytes of a file, however large it is. */
async function readStart(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, most));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The real path of a file of a pack, which lies in the pack's folder: a link that leads out of it would have any file of
 * this machine read, shown and loaded. Throws HostError `model_missing`, `model_invalid`.
 */
async function within(folder: string, id: string, file: string): Promise<string> {
  const path = await realpath(join(folder, file)).catch((cause) => unreachable(id, file, cause));
  if (!path.startsWith(`${await realpath(folder)}${sep}`)) {
    throw new HostError(
      "model_invalid",
      `${id}/${file}: found a link that leads out of the pack's folder, expected a file within it. Put the file itself there.`,
    );
  }
  const found = await stat(path).catch((cause) => unreachable(id, file, cause));
  if (found.isFile()) return path;
  throw new HostError(
    "model_invalid",
    `${id}/${file}: found ${found.isDirectory() ? "a folder" : "something that is no file"}, expected a file. Put the file there.`,
  );
}

function unreachable(id: string, file: string, cause: NodeJS.ErrnoException): never {
  const found = { ELOOP: "links that lead in a circle", EACCES: "a file that this user may not read" }[
    cause.code ?? ""
  ];
  if (found === undefined) missing(id, file, cause);
  throw new HostError(
    "model_invalid",
    `${id}/${file}: found ${found}, expected a file. Put the file there.`,
    {
      cause,
    },
  );
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
