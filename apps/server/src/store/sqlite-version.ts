import { StartError } from "../start-error.ts";

/** SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when its log is reset; 3.51.3 fixed it. */
const fixedIn = [3, 51, 3] as const;

/** Throws {@link StartError} (78) if the SQLite inside this Node is older than the fix, or its version is unknown. */
export function requireSoundSqlite(version: string | undefined): void {
  const found = (version ?? "").split(".").map(Number);
  for (const [i, part] of fixedIn.entries()) {
    const have = found[i] ?? Number.NaN;
    if (have > part) return;
    if (have === part) continue;
    throw new StartError(
      78,
      `Found SQLite ${version ?? "of unknown version"} in Node ${process.version}, expected ${fixedIn.join(".")} or newer: ` +
        "older ones can corrupt the history. Start with `npm start`, which brings a Node of its own, or update Node.",
    );
  }
}
