/**
 * What a runner (a child process on a server, a Web Worker in a browser) is told and tells. A runner alone loads
 * onnxruntime; it takes one run at a time.
 */
import type { RunError, RunEvent, Vocabulary } from "@unclip/engine";
import type { Graph } from "@unclip/graph";

/** What is run, and how. */
export interface RunOrder {
  readonly graph: Graph;
  /** Nodes to run up to; all sinks where absent. */
  readonly targets?: readonly string[];
  /** `false` leaves out the pictures of the steps. */
  readonly previews?: boolean;
}

/** Within which bounds a run is carried out. */
export interface RunBounds {
  /** Results are reused only between runs of one scope; `""` where absent. */
  readonly scope?: string;
  /** Assets that the run may read besides those that it stores; all where absent. */
  readonly reads?: readonly string[];
}

export type ToRunner =
  | ({ readonly do: "run"; readonly run: string } & RunOrder & RunBounds)
  | { readonly do: "cancel"; readonly run: string }
  /** Answered at once with `alive`, unless a model call holds the process. */
  | { readonly do: "ping" };

export type FromRunner =
  | { readonly say: "ready"; readonly provider: string; readonly vocabulary: Vocabulary }
  /** It will never be ready, for the reason that `problem` says, and ends. */
  | { readonly say: "unable"; readonly problem: string }
  | { readonly say: "event"; readonly run: string; readonly event: RunEvent }
  /** The run stored an asset, or shows one that an earlier run of its scope stored. Said before any event that names it. */
  | { readonly say: "holds"; readonly run: string; readonly asset: string; readonly bytes: number }
  /** The run ended without `run-finished`: it could not be planned, or its model pack not opened. */
  | { readonly say: "failed"; readonly run: string; readonly error: RunError }
  | { readonly say: "alive" };
