import type { NodeContext } from "../contract/node-type.ts";
import type { PlannedNode } from "../plan/planned.ts";
import type { KeyedBatch } from "./result.ts";

/** All that running one node takes. */
export interface NodeRun<Host> {
  readonly node: PlannedNode;
  /** What the keys of its items begin with. */
  readonly recipe: string;
  /** By input port or param. */
  readonly inputs: Readonly<Record<string, KeyedBatch>>;
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly context: NodeContext<Host>;
  /** Tells that computing begins. */
  started(items: number, cached: number): void;
}
