/**
 * A machine with files, onnxruntime-node and sharp.
 */
import { join } from "node:path";
import type { Host } from "../host.ts";
import { createNodeAssets, type NodeAssets } from "./assets.ts";
import { createNodeImages } from "./images.ts";
import { createNodePacks, type FolderPacks } from "./packs.ts";
import { probeProvider } from "./probe.ts";
import { createNodeSessions, type Provider, type SessionOptions } from "./sessions.ts";

export {
  createNodeAssets,
  createNodeImages,
  createNodePacks,
  createNodeSessions,
  type FolderPacks,
  type NodeAssets,
  type Provider,
  probeProvider,
  type SessionOptions,
};

export interface NodeHostOptions extends SessionOptions {
  /** Folders that hold model packs, each in a folder of its id; the first that has an id wins. */
  readonly models: readonly string[] | string;
  /** Folder for what runs write; assets go to `assets/` in it. */
  readonly data: string;
}

/** A host on this machine. Nothing is loaded or written before it is asked for. */
export function createNodeHost(options: NodeHostOptions): Host {
  const folders = typeof options.models === "string" ? [options.models] : options.models;
  return {
    packs: createNodePacks(folders),
    sessions: createNodeSessions(options),
    assets: createNodeAssets(join(options.data, "assets")),
    images: createNodeImages(),
  };
}
export { sha256InSlices } from "./sha256-in-slices.ts";
