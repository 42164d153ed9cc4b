import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "./start-error.ts";

/** The folder that holds everything the server must not lose, locked for one server. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  /** Lets another server in. */
  unlock(): void;
}

/**
 * Opens (or makes) the data folder. Throws {@link StartError}: 78 when it cannot be written, 1 when another server
 * uses it.
 */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      78,
      `Cannot write to the data folder ${path} (${(error as NodeJS.ErrnoException).code}); make it writable, or choose another with --data.`,
      { cause: error },
    );
  }
  const unlock = lock(path);
  sweepDrafts(join(path, "assets"));
  return { path, database: join(path, "unclip.db"), unlock };
}

/**
 * A lock that the system releases however the process ends: an exclusive transaction on a database of its own. A
 * file with a process id would outlive kill -9.
 */
function lock(path: string): () => void {
  const pid = join(path, "pid");
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(join(path, "lock.db"), { timeout: 0 });
    db.exec("BEGIN EXCLUSIVE");
    writeFileSync(pid, `${process.pid}\n`);
  } catch (error) {
    db?.close();
    // 5 is SQLITE_BUSY.
    if ((error as { errcode?: number }).errcode === 5)
      throw new StartError(
        1,
        `The data folder ${path} is in use by another server${owner(pid)}; stop that one, or choose another with --data.`,
      );
    throw new StartError(
      78,
      `Cannot lock the data folder ${path} (${(error as Error).message}); choose another with --data.`,
      { cause: error },
    );
  }
  return () => {
    rmSync(pid, { force: true });
    db.close();
  };
}

function owner(pid: string): string {
  try {
    return ` (process ${Number(readFileSync(pid, "utf8"))})`;
  } catch {
    return "";
  }
}

/** Removes half-written assets of a server that was killed; none is visible under its name. */
function sweepDrafts(assets: string): void {
  if (!existsSync(assets)) return;
  for (const entry of readdirSync(assets, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith(".tmp"))
      rmSync(join(entry.parentPath, entry.name), { force: true });
}
