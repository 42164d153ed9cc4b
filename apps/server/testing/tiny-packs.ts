import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Writes the packs `tiny-latent` and `tiny-pixel` into a folder, in a process of its own: they are made by the
 * repository's tests, which no package may import.
 */
export async function writeTinyPacks(folder: string): Promise<void> {
  const module = new URL("../../../test/packs/tiny-packs.ts", import.meta.url).href;
  const code = `await (await import(${JSON.stringify(module)})).writeTinyPacks(${JSON.stringify(folder)})`;
  await promisify(execFile)(process.execPath, [
    "--conditions=@unclip/source",
    "--input-type=module",
    "--eval",
    code,
  ]);
}
