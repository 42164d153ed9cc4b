import type { NodeTypes } from "../contract/node-type.ts";
import type { RunCache } from "./run-cache.ts";

/** What a run needs besides its plan. */
export interface ExecuteOptions<Host> {
  readonly types: NodeTypes<Host>;
  /** Handed to every node as `context.host`. */
  readonly host: Host;
  /** Shared between runs, so that the next one computes only what changed. */
  readonly cache: RunCache;
  /** Cancels the run: no node starts any more, running ones are told, and the run ends when they have ended. */
  readonly signal: AbortSignal;
  /** Nodes that may run at the same time; 4 where it is not given. */
  readonly concurrency?: number;
  /** Whether nodes make pictures of their steps; true where it is not given. */
  readonly previews?: boolean;
  /**
   * Resolves to those of the given assets that are gone or damaged. A cached result that shows one of them is computed
   * again. Nothing is looked at where it is not given.
   */
  readonly lost?: (assets: readonly string[]) => Promise<ReadonlySet<string>>;
}
