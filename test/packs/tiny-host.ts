import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "@unclip/host";
import { createNodeHost } from "@unclip/host/node";
import { writeTinyPacks } from "./tiny-packs.ts";

/** A real host on the two tiny packs, in a folder of its own. */
export async function tinyHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), "unclip-tiny-"));
  await writeTinyPacks(join(folder, "models"));
  return createNodeHost({ models: join(folder, "models"), data: join(folder, "data"), threads: 1 });
}
