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

export type ToRunner =
  | ({ readonly do: "run"; readonly run: string } & RunOrder)
  | { readonly do: "cancel"; readonly run: string }
  /** What was computed before is not used again: its pictures may be cleared away. */
  | { readonly do: "forget" }
  /** Answered at once with `alive`, unless a model call holds the process. */
  | { readonly do: "ping" };

export type FromRunner =
  | { readonly say: "ready"; readonly provider: string; readonly vocabulary: Vocabulary }
  /** It will never be ready, for the reason that `problem` says, and ends. */
  | { readonly say: "unable"; readonly problem: string }
  | { readonly say: "event"; readonly run: string; readonly event: RunEvent }
  /** The run ended without `run-finished`: it could not be planned, or its model pack not opened. */
  | { readonly say: "failed"; readonly run: string; readonly error: RunError }
  | { readonly say: "alive" };
