/** Ways to look at a batch of values together, each by a node of the graph: a heat map of all pairs, a map of points. */
import type { NodeTypeTable, Vocabulary } from "@unclip/engine";
import { addNode, connect, freshId, type Graph, portRef } from "@unclip/graph";
import { cardWidth } from "../canvas/node-layout.ts";
import { compose } from "../document/compose.ts";
import { editHere, useDoc } from "../document/doc-store.ts";
import { fitKinds, kindOfOutput } from "../document/port-kinds.ts";
import { run } from "../run/runner.ts";
import { useServer } from "../server/server-store.ts";
import { select } from "../view/view-store.ts";

export interface BatchLook {
  readonly type: NodeTypeTable;
  /** Ports of it that the batch enters; the same batch into each. */
  readonly ports: readonly string[];
}

/** The node types that show all of a batch of this kind at once: a table of every pair, and a plot with a mark on it. */
export function batchLooks(vocabulary: Vocabulary, kind: string): readonly BatchLook[] {
  return Object.values(vocabulary.nodeTypes).flatMap((type) => {
    const needed = Object.entries(type.inputs).filter(([, port]) => !port.optional);
    const takes = needed.every(([, port]) => fitKinds(vocabulary, kind, port.kind) === "");
    const outputs = Object.values(type.outputs).map((port) => port.kind);
    const pairs = needed.length === 2 && outputs.includes("table") && outputs.length === 1;
    const marked = needed.length === 1 && outputs.includes("plot") && type.params.x !== undefined;
    const shown = type.sink && takes && (pairs || marked);
    return shown ? [{ type, ports: needed.map(([port]) => port) }] : [];
  });
}

/** The node that already shows this output in this way. */
export function lookingAt(graph: Graph, ref: string, { type, ports }: BatchLook): string | undefined {
  return Object.entries(graph.nodes).find(
    ([, node]) => node.type === type.type && ports.every((port) => node.inputs?.[port] === ref),
  )?.[0];
}

/** Goes to the node that shows the output in this way, adding it to the graph where there is none, and runs up to it. */
export function lookAtBatch(node: string, port: string, look: BatchLook): void {
  const ref = portRef(node, port);
  const { here, path } = useDoc.getState();
  const known = lookingAt(here, ref, look);
  const id = known ?? freshId(here, look.type.type);
  if (known === undefined) {
    const [x, y] = here.nodes[node]?.at ?? [0, 0];
    const below = Math.max(...Object.values(here.nodes).map(({ at }) => at?.[1] ?? 0));
    const at = [x + cardWidth + 40, Math.max(y, below) + 400] as const;
    editHere((graph) =>
      compose(graph, addNode(graph, id, { type: look.type.type, at }).label, [
        (now) => addNode(now, id, { type: look.type.type, at }),
        ...look.ports.map((into) => (now: Graph) => connect(now, ref, portRef(id, into))),
      ]),
    );
  }
  select([id]);
  void run([path + id]);
}

/** The ways to look at what this output gave. */
export function looksAt(graph: Graph, node: string, port: string): readonly BatchLook[] {
  const { vocabulary } = useServer.getState();
  const kind = kindOfOutput(graph, vocabulary, { node, port });
  return kind === undefined ? [] : batchLooks(vocabulary, kind);
}
