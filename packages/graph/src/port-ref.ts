import type { NodeId, PortRef } from "./types.ts";

/** One end of an edge in two parts. */
export interface NodePort {
  readonly node: NodeId;
  readonly port: string;
}

/** Joins a node and a port to the form that graph files use: `"prior.embedding"`. */
export function portRef(node: NodeId, port: string): PortRef {
  return `${node}.${port}`;
}

/** Splits `"prior.embedding"` at its last dot (ports have none). A text without a dot is a node without a port. */
export function splitRef(ref: PortRef): NodePort {
  const dot = ref.lastIndexOf(".");
  return dot < 0 ? { node: ref, port: "" } : { node: ref.slice(0, dot), port: ref.slice(dot + 1) };
}
