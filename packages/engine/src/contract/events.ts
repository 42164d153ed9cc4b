/**
 * A run is a stream of these events: JSON-safe, numbered without gaps, deltas only, so that the bytes sent grow with
 * what happened and not with the size of the graph.
 */
import type { Summary } from "./kind.ts";

/** What a finished node shows of one output port. */
export interface OutputSummary {
  readonly kind: string;
  readonly items: readonly Summary[];
  readonly labels?: readonly string[];
}

/** Something that went wrong while a node ran. */
export interface RunError {
  /** Stable, for machines: `model_missing`, `numeric_nonfinite`, `node_failed` … */
  readonly code: string;
  /** What was found, what was expected, what to do. */
  readonly message: string;
}

export type RunEvent = { readonly seq: number } & (
  | {
      /** The plan is made; `nodes` will be computed or taken from the cache, in this order. */
      readonly event: "run-started";
      readonly nodes: readonly string[];
    }
  | {
      /** The node's inputs are there and it begins to compute. */
      readonly event: "node-started";
      readonly node: string;
      /** Items to compute, and items taken from the cache. */
      readonly items: number;
      readonly cached: number;
    }
  | {
      /** Step `step` of `of`, at times with an asset that shows x̂0 of an item. */
      readonly event: "node-progress";
      readonly node: string;
      readonly step: number;
      readonly of: number;
      readonly preview?: { readonly asset: string; readonly item: number };
    }
  | {
      /** The node's outputs are there, computed or wholly from the cache. */
      readonly event: "node-finished";
      readonly node: string;
      readonly cached: boolean;
      readonly milliseconds: number;
      readonly outputs: Readonly<Record<string, OutputSummary>>;
      /** What the reader of the result should know, though nothing failed. */
      readonly remarks?: readonly string[];
    }
  | {
      /** The node failed; other branches go on. */
      readonly event: "node-failed";
      readonly node: string;
      readonly error: RunError;
    }
  | {
      /** The node cannot run because `because` failed. */
      readonly event: "node-skipped";
      readonly node: string;
      readonly because: string;
    }
  | {
      /** The last event of every run. */
      readonly event: "run-finished";
      readonly status: "done" | "failed" | "cancelled";
      readonly computed: number;
      readonly cached: number;
      readonly milliseconds: number;
    }
);
