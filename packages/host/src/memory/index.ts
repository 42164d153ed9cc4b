/**
 * A host for tests: everything in memory, models as plain functions, nothing of Node.
 */
import type { Host } from "../host.ts";
import { createMemoryAssets } from "./assets.ts";
import { createMemoryImages } from "./images.ts";
import { createMemoryPacks, type MemoryPack } from "./packs.ts";
import { createMemorySessions, type MemoryModel } from "./sessions.ts";

export type { MemoryModel, MemoryPack };

export interface MemoryHostOptions {
  readonly packs?: Readonly<Record<string, MemoryPack>>;
  /** Pack id → file → the function that stands for the model. */
  readonly models?: Readonly<Record<string, Readonly<Record<string, MemoryModel>>>>;
}

export function createMemoryHost(options: MemoryHostOptions = {}): Host {
  return {
    packs: createMemoryPacks(options.packs ?? {}),
    sessions: createMemorySessions(options.models ?? {}),
    assets: createMemoryAssets(),
    images: createMemoryImages(),
  };
}
