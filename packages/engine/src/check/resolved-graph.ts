/** A graph as a run knows it: parts unfolded, node types found, edges led through what is switched off. */
import { type GraphNode, type NodePort, own } from "@unclip/graph";
import type { NodeTypeTable } from "../contract/describe.ts";

/** A node of the resolved graph. Its edges are maps from input port or param to the output port that feeds it. */
export interface ResolvedNode {
  /** The id in the graph; inside a use of a part `"use/inner"`. */
  readonly id: string;
  /** Position among all nodes. */
  readonly index: number;
  /** The node of the document, or a copy with the literals that a part's use gives. */
  readonly node: GraphNode;
  /** Its node type; `undefined` if the vocabulary has none of that name. */
  readonly table: NodeTypeTable | undefined;
  /** Edges as the document has them: an end need not exist. */
  readonly sources: ReadonlyMap<string, NodePort>;
  /** The edges of `sources` whose both ends exist. */
  readonly drawn: ReadonlyMap<string, NodePort>;
  /** Edges from nodes that run: those of `drawn`, led through bypassed nodes, without what muted ones would give. */
  readonly edges: ReadonlyMap<string, NodePort>;
  /** Kinds of the outputs that follow what enters the node; the others are as declared. */
  readonly followed: ReadonlyMap<string, string>;
  /** Why the node does not run, if it does not: a node that is switched off, and the input that needs it. */
  readonly idle?: { readonly because: string; readonly port?: string };
}

export interface ResolvedGraph {
  readonly nodes: readonly ResolvedNode[];
  readonly byId: ReadonlyMap<string, ResolvedNode>;
  /** Predecessors of each node by index, one entry for each edge of `sources` whose node exists. */
  readonly before: readonly (readonly number[])[];
  /** Indices with predecessors first; nodes that a cycle holds up come last. */
  readonly order: readonly number[];
  /** Indices of nodes on cycles, or behind them. */
  readonly cyclic: readonly number[];
  /** Some node is of a type, or a part, that does not exist. */
  readonly unknown: boolean;
}

/** The kind of an output, after what enters its node; `undefined` if its node type is not known. */
export function kindOf(source: NodePort, { byId }: Pick<ResolvedGraph, "byId">): string | undefined {
  const from = byId.get(source.node);
  return from?.followed.get(source.port) ?? own(from?.table?.outputs, source.port)?.kind;
}
