/** This machine for a command: the host, the node types and their vocabulary. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, type Vocabulary } from "@unclip/engine";
import type { Host } from "@unclip/host";
import { createNodeHost, createNodePacks, type FolderPacks } from "@unclip/host/node";
import { kinds, nodeTypes } from "@unclip/nodes";

/** The packs that come with the repository. */
const embedded = fileURLToPath(new URL("../../../models", import.meta.url));

export const vocabulary: Vocabulary = describe(nodeTypes, kinds);

/** The model packs in these folders, or those that come with the repository. */
export function openPacks(models: readonly string[] | undefined): FolderPacks {
  return createNodePacks(models ?? [embedded]);
}

/** Lends a host whose assets live in a temporary folder, gone when `use` is through. */
export async function withHost<T>(
  models: readonly string[] | undefined,
  use: (host: Host) => Promise<T>,
): Promise<T> {
  const data = await mkdtemp(join(tmpdir(), "unclip-"));
  const host = createNodeHost({ models: models ?? [embedded], data });
  try {
    return await use(host);
  } finally {
    await host.sessions.release();
    await rm(data, { recursive: true, force: true });
  }
}
