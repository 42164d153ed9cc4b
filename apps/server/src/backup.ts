import { existsSync, mkdirSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

/**
 * Copies a data folder to a new folder, which can be given to `--data` then; a server may be running on it. The
 * database first: every picture that it names was on disk before it did. Resolves to the folder. Throws
 * {@link StartError}.
 */
export async function backUp(data: string, to: string): Promise<string> {
  const [from, copy] = [resolve(data), resolve(to)];
  const database = join(from, "unclip.db");
  if (!existsSync(database))
    throw new StartError(1, `There is nothing to copy in ${from}; name the data folder with --data.`);
  if (existsSync(copy)) throw new StartError(1, `${copy} is there already; name a new folder for the copy.`);
  try {
    mkdirSync(copy, { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(database, { timeout: 5000 });
    try {
      await backup(db, join(copy, "unclip.db"));
    } finally {
      db.close();
    }
    const assets = join(from, "assets");
    // A draft belongs to a picture that is still being written.
    if (existsSync(assets))
      await cp(assets, join(copy, "assets"), { recursive: true, filter: (file) => !file.endsWith(".tmp") });
    return copy;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(1, `The copy to ${copy} is not complete (${code ?? message}); remove it.`, {
      cause: error,
    });
  }
}
