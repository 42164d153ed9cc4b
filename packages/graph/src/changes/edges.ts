import { type Change, ChangeError, change } from "../change.ts";
import { own } from "../own.ts";
import { splitRef } from "../port-ref.ts";
import type { Graph, PortRef } from "../types.ts";
import { dropBends } from "./bends.ts";
import { existingNode } from "./existing.ts";
import { dropInput } from "./nodes.ts";

/**
 * Draws an edge from an output port to an input port (or a param), both as `"node.port"`; one that was there is
 * replaced. Whether the kinds fit is `check`'s to say.
 */
export function connect(graph: Graph, from: PortRef, to: PortRef): Change {
  const target = splitRef(to);
  const source = splitRef(from);
  if (source.port === "" || target.port === "")
    throw new ChangeError(
      "edge_invalid",
      `"${from}" → "${to}" is no edge; both ends are written "node.port".`,
    );
  return change(graph, `Connect ${from} to ${to}`, (draft) => {
    existingNode(draft, source.node);
    const node = existingNode(draft, target.node);
    // Another edge is led anew.
    if (own(node.inputs, target.port) !== from) dropBends(node, target.port);
    if (node.inputs === undefined) node.inputs = { [target.port]: from };
    else node.inputs[target.port] = from;
  });
}

/** Removes the edge into `"node.port"`; nothing changes when there is none. */
export function disconnect(graph: Graph, to: PortRef): Change {
  const target = splitRef(to);
  return change(graph, `Disconnect ${to}`, (draft) => {
    const node = existingNode(draft, target.node);
    if (own(node.inputs, target.port) !== undefined) dropInput(node, target.port);
  });
}
