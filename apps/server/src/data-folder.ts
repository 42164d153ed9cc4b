import {
  accessSync,
  chmodSync,
  constants,
  type Dirent,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ApiError } from "./problem.ts";
import { StartError } from "./start-error.ts";

/** The folder that holds everything the server must not lose, locked for one server. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  /** Where the assets are; made when the folder is opened. */
  readonly assets: string;
  /** Whether it held an asset when it was opened. */
  readonly used: boolean;
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
  try {
    const assets = join(path, "assets");
    const entries = openAssets(assets);
    closeToOthers(path, assets, entries);
    const used = entries.some((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name));
    return { path, database: join(path, "unclip.db"), assets, used, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Throws from then on when the database or the folder of assets is no longer at its path: what is written to it would
 * be found by nobody. Call it once both are there.
 */
export function watchPlace({ path, database, assets }: DataFolder): () => void {
  const inode = (file: string) => {
    const { dev, ino } = statSync(file);
    return `${dev} ${ino}`;
  };
  const places = [database, assets].map((file) => ({ file, was: inode(file) }));
  return () => {
    for (const { file, was } of places) {
      try {
        if (inode(file) === was) continue;
      } catch (error) {
        const { code = "" } = error as NodeJS.ErrnoException;
        if (!["ENOENT", "ENOTDIR"].includes(code)) throw error;
      }
      throw new ApiError(
        507,
        "storage_failed",
        `The data folder ${path} was moved, replaced or removed while the server is running; nothing was accepted.`,
        { remedy: "Stop the server, put the folder back, and start it again." },
      );
    }
  };
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
      `Cannot lock the data folder ${path} (${(error as Error).message}); make it writable and not full, or choose another with --data.`,
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

/** Makes the folder of assets, or lists what is in it without half-written assets of a server that was killed. */
function openAssets(assets: string): Dirent[] {
  try {
    mkdirSync(assets, { recursive: true, mode: 0o700 });
    const entries = readdirSync(assets, { recursive: true, withFileTypes: true });
    for (const entry of entries)
      if (entry.isFile() && entry.name.endsWith(".tmp"))
        rmSync(join(entry.parentPath, entry.name), { force: true });
    return entries.filter((entry) => !entry.name.endsWith(".tmp"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      78,
      `Cannot use ${assets} as the folder of pictures (${code}); expected a folder that can be written. Move what is there away, free disk space, or choose another folder with --data.`,
      { cause: error },
    );
  }
}

/** Older versions left the folder readable to everyone on the machine. */
function closeToOthers(path: string, assets: string, entries: readonly Dirent[]): void {
  if (process.platform === "win32") return;
  const open = (file: string) => (statSync(file).mode & 0o077) !== 0;
  try {
    // Once for all files: from then on nobody else gets as far as to them.
    if (open(path) || open(assets))
      for (const entry of entries)
        chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
    for (const folder of [path, assets]) if (open(folder)) chmodSync(folder, 0o700);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const file = join(path, entry.name);
      if (entry.isFile() && open(file)) chmodSync(file, 0o600);
    }
  } catch (error) {
    // Another user's folder that this one may write to: theirs to close.
    const { code } = error as NodeJS.ErrnoException;
    console.error(
      `Other users of this machine may read the data folder ${path}, and it cannot be closed (${code}).`,
    );
  }
}
