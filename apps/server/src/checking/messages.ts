/** What the server and its thread that reads and checks graphs say to each other. */
import type { Vocabulary } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { RunRequest, SaveGraphRequest } from "@unclip/protocol";
import type { Fault } from "../fault.ts";
import type { NamedAsset } from "./check-graph.ts";

/** A request to run a graph that can run, as far as is known before its model is opened. */
export type RunToAccept = Omit<RunRequest, "graph"> & {
  readonly graph: Graph;
  readonly assets: readonly NamedAsset[];
};
export type GraphToSave = Omit<SaveGraphRequest, "graph"> & { readonly graph: Graph };

export type ToChecker =
  | { readonly do: "read"; readonly order: number; readonly what: "run" | "save"; readonly body: Uint8Array }
  /** Answers `model`; the vocabulary where it is another than was sent before. */
  | {
      readonly do: "check";
      readonly order: number;
      readonly space: string | undefined;
      readonly vocabulary?: Vocabulary;
    }
  /** The order is not to be gone on with. */
  | { readonly do: "drop"; readonly order: number };

export type FromChecker =
  /** The graph of a run was read; it is checked once the server has looked at its model. */
  | { readonly say: "model"; readonly order: number; readonly model: string }
  | { readonly say: "done"; readonly order: number; readonly result: RunToAccept | GraphToSave }
  | { readonly say: "refused"; readonly order: number; readonly fault: Fault };
