/** What a run does, as data: one page. */
import type { Literal } from "@unclip/graph";
import type { Problem } from "../check/problem.ts";
import type { SpaceOptions } from "../check/spaces.ts";

/** An edge into a planned node, parts unfolded and bypassed nodes looked through. */
export interface PlannedEdge {
  /** Input port, or param when `param` is true. */
  readonly port: string;
  readonly param: boolean;
  /** The planned node that feeds it, and its output port. */
  readonly node: string;
  readonly output: string;
}

/** A node as it will run. */
export interface PlannedNode {
  /** The id in the graph; inside a part, `use/inner`. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly over: "each" | "all";
  /** Merkle key, 64 hex digits: equal keys, equal results. */
  readonly key: string;
  /** Literals of the params that no edge feeds, defaults included. */
  readonly params: Readonly<Record<string, Literal>>;
  readonly inputs: readonly PlannedEdge[];
  /** Outputs given on request alone that a planned node takes; absent where there are none. Not in the key. */
  readonly asked?: readonly string[];
}

/** What a run does. JSON-safe and apart from the graph, which may be edited meanwhile. */
export interface Plan {
  readonly model: string;
  /** Digest of the model files, precision and provider; part of every key. */
  readonly fingerprint: string;
  /** In the order of execution: sources first, and the nearest target's before the next one's. */
  readonly nodes: readonly PlannedNode[];
  readonly targets: readonly string[];
  /** Remarks of `check` that concern the planned nodes. */
  readonly remarks: readonly Problem[];
}

export interface PlanOptions extends SpaceOptions {
  /** Nodes to run up to; all sinks where absent. */
  readonly targets?: readonly string[];
  /** Whatever besides the graph decides a result: digest of the model files, precision, provider. */
  readonly fingerprint: string;
}
