import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders that come with the repository; this file is one level below the server's package, in `src` and in `dist`. */
export const places = {
  /** The built editor. */
  editor: fileURLToPath(new URL("../../editor/dist", import.meta.url)),
  /** Example graphs, which are the templates. */
  graphs: fileURLToPath(new URL("../../../graphs", import.meta.url)),
  /** Model packs. */
  models: fileURLToPath(new URL("../../../models", import.meta.url)),
};

/** Where a person's data goes when `--data` and UNCLIP_DATA say nothing: the folder that the system has for this. */
export function defaultDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === "win32")
    return join(env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "unclip-studio");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "unclip-studio");
  return join(env.XDG_DATA_HOME || join(homedir(), ".local", "share"), "unclip-studio");
}
