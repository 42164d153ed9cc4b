import type { NodePort } from "@unclip/graph";
import type { NodeTypeTable } from "../contract/describe.ts";
import type { FlatNode } from "./unfold.ts";

/** A node with its type and the edges that really feed it. */
export interface WiredNode {
  readonly flat: FlatNode;
  /** Position among all nodes. */
  readonly index: number;
  readonly table: NodeTypeTable | undefined;
  /** Edges whose ends exist, as drawn: input port or param → output port. */
  readonly drawn: ReadonlyMap<string, NodePort>;
}
