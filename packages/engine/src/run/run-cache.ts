/**
 * What earlier runs computed, in memory: least recently used first out, by approximate bytes. Keys are the Merkle keys
 * of nodes and items, so an entry is right for every graph, and is never wrong, only absent.
 */

import type { Batch, Kind, Summary } from "../contract/kind.ts";
import { approximateBytes } from "./approximate-bytes.ts";

/** One item of an `each` node, by output port. */
export interface CachedItem {
  readonly values: Readonly<Record<string, unknown>>;
  readonly summaries: Readonly<Record<string, Summary>>;
  /** Outputs that are a batch an item, those that were asked for. */
  readonly many?: Readonly<Record<string, CachedMany>>;
  readonly remarks?: readonly string[];
}

/** A batch that one item gave. */
export interface CachedMany extends Batch {
  readonly summaries: readonly Summary[];
}

/** A node whose items are entries of their own: how to put its outputs together again. */
interface CachedEach {
  readonly items: readonly string[];
  readonly outputs: Readonly<Record<string, CachedOutput>>;
}

/** What is known of an output besides its items. */
export interface CachedOutput {
  readonly kind: Kind;
  /** The key of each item, for the keys of what uses it. */
  readonly keys: readonly string[];
  readonly labels?: readonly string[];
  /** Each item of the node gave a batch; these are all of them, one after another. */
  readonly many?: boolean;
}

/** The outputs of an `all` node. */
interface CachedAll {
  readonly batches: Readonly<Record<string, Batch>>;
  readonly summaries: Readonly<Record<string, readonly Summary[]>>;
  readonly remarks?: readonly string[];
  readonly outputs: Readonly<Record<string, CachedOutput>>;
}

type Entry = CachedItem | CachedEach | CachedAll;

interface Held {
  readonly entry: Entry;
  readonly bytes: number;
  /** When it was last used, on the cache's own clock. */
  used: number;
}

/** Whether an entry is an item that has these outputs, given on request alone. */
export function gives(entry: Entry | undefined, asked: readonly string[] = []): entry is CachedItem {
  if (entry === undefined || !("values" in entry)) return false;
  return asked.every((port) => entry.many !== undefined && Object.hasOwn(entry.many, port));
}

export class RunCache {
  readonly budget: number;
  #bytes = 0;
  #clock = 0;
  readonly #entries = new Map<string, Held>();
  readonly #computing = new Map<string, Promise<void>>();

  /** `bytes`: the budget; 512 MB where it is not given. */
  constructor(options: { readonly bytes?: number } = {}) {
    this.budget = options.bytes ?? 512 * 1024 * 1024;
  }

  /** Approximate bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a node of this key (see `PlannedNode.key`) would be taken from the cache, whole and with all that is asked of it. */
  has(nodeKey: string, asked: readonly string[] = []): boolean {
    const held = this.#entries.get(nodeKey)?.entry;
    if (held === undefined) return false;
    return !("items" in held) || held.items.every((key) => gives(this.#entries.get(key)?.entry, asked));
  }

  /** The entry, now the most recently used. */
  get(key: string): Entry | undefined {
    const held = this.#entries.get(key);
    if (held !== undefined) held.used = ++this.#clock;
    return held?.entry;
  }

  /** Stores an entry and drops the least recently used ones over the budget. One larger than the budget is not kept. */
  set(key: string, entry: Entry): void {
    this.drop(key);
    const bytes = approximateBytes(entry);
    if (bytes > this.budget) return;
    this.#entries.set(key, { entry, bytes, used: ++this.#clock });
    this.#bytes += bytes;
    // To nine tenths at once, so that sorting by age is paid for by many entries.
    if (this.#bytes > this.budget) this.shrink(0.9 * this.budget, key);
  }

  /** Whether some run computes the node of this key now: a promise of the end of that, however it ends. */
  computing(nodeKey: string): Promise<void> | undefined {
    return this.#computing.get(nodeKey);
  }

  /** Tells the other runs of this cache that a node is being computed; call what it returns when it is not any more. */
  begin(nodeKey: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#computing.set(nodeKey, promise);
    return () => {
      this.#computing.delete(nodeKey);
      resolve();
    };
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Drops the least recently used entries until at most `bytes` are held; never the entry of the key `except`. */
  shrink(bytes: number, except?: string): void {
    const oldestFirst = [...this.#entries].sort(([, a], [, b]) => a.used - b.used);
    for (const [key] of oldestFirst) {
      if (this.#bytes <= bytes) break;
      if (key !== except) this.drop(key);
    }
  }

  /** Removes an entry, if there is one. */
  drop(key: string): void {
    const held = this.#entries.get(key);
    if (held === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= held.bytes;
  }
}
