import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Driver {
  /** `"NVIDIA"`, or of a Vulkan driver the name of its manifest. */
  readonly name: string;
  readonly version: string;
  /** Cards that it drives, where it tells. */
  readonly cards: readonly string[];
}

/**
 * Graphics drivers that Linux says are installed: the NVIDIA kernel module, and the Vulkan drivers that the loader finds
 * (its manifests, "Driver Manifest File Format"). Empty elsewhere.
 *
 * @param root where the file system begins
 */
export async function drivers(root = "/"): Promise<Driver[]> {
  return [...(await nvidia(join(root, "proc/driver/nvidia"))), ...(await vulkan(root))];
}

async function nvidia(folder: string): Promise<Driver[]> {
  const version = /Kernel Module\s+(?:for \S+\s+)?([\d.]+)/.exec(await textOf(join(folder, "version")))?.[1];
  if (version === undefined) return [];
  const cards = await Promise.all(
    (await namesIn(join(folder, "gpus"))).map(async (card) => {
      const about = await textOf(join(folder, "gpus", card, "information"));
      return /^Model:[ \t]+(\S.*)$/m.exec(about)?.[1] ?? card;
    }),
  );
  return [{ name: "NVIDIA", version, cards }];
}

async function vulkan(root: string): Promise<Driver[]> {
  const found: Driver[] = [];
  for (const folder of ["etc/vulkan/icd.d", "usr/share/vulkan/icd.d"])
    for (const file of (await namesIn(join(root, folder))).filter((name) => name.endsWith(".json"))) {
      const text = await textOf(join(root, folder, file));
      const version = /"api_version"\s*:\s*"([\d.]{1,20})"/.exec(text)?.[1];
      if (version !== undefined) found.push({ name: `Vulkan ${file.slice(0, -5)}`, version, cards: [] });
    }
  return found;
}

const textOf = (path: string) => readFile(path, "utf8").catch(() => "");
const namesIn = async (path: string) => (await readdir(path).catch(() => [])).toSorted();
