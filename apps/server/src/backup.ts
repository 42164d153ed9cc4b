import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { chmod, copyFile, mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

/**
 * Copies a data folder to a new folder, which can be given to `--data` then; a server may be running on it, and
 * pictures may come and go meanwhile. Resolves to the folder. Throws {@link StartError}.
 */
export async function backUp(data: string, to: string): Promise<string> {
  const [from, copy] = [resolve(data), resolve(to)];
  const database = join(from, "unclip.db");
  if (!existsSync(database))
    throw new StartError(1, `There is nothing to copy in ${from}; name the data folder with --data.`);
  if (existsSync(copy)) throw new StartError(1, `${copy} is there already; name a new folder for the copy.`);
  try {
    mkdirSync(copy, { recursive: true, mode: 0o700 });
    const assets = [join(from, "assets"), join(copy, "assets")] as const;
    // Most of the files first: then few are removed between the copy of the database and that of its files.
    await copyAssets(...assets);
    copyDatabase(database, join(copy, "unclip.db"));
    await chmod(join(copy, "unclip.db"), 0o600);
    // Every picture that the database names was on disk before it did.
    await copyAssets(...assets);
    return copy;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(1, `The copy to ${copy} is not complete (${code ?? message}); remove it.`, {
      cause: error,
    });
  }
}

/** One snapshot, however much is written meanwhile: a copy page by page would begin again with every write. */
function copyDatabase(from: string, to: string): void {
  const db = new DatabaseSync(from, { timeout: 5000 });
  try {
    db.prepare("VACUUM INTO ?").run(to);
  } finally {
    db.close();
  }
}

/** Copies the assets that are not there yet. One that is removed meanwhile is left out, as it is in the folder. */
async function copyAssets(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name)) continue;
    const target = join(to, basename(entry.parentPath), entry.name);
    if (existsSync(target)) continue;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    try {
      await copyFile(join(entry.parentPath, entry.name), target);
      await chmod(target, 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
}
