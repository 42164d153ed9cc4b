import type { Graph } from "@unclip/graph";
import type { NodeRun } from "../run/run-state.ts";

/** A node whose results are being looked at. */
export interface Looked {
  readonly node: string;
  readonly run: NodeRun;
}

/** What the viewer shows: the selected node where it has run, else the last node of the graph with a picture. */
export function lookAt(
  graph: Graph,
  nodes: Readonly<Record<string, NodeRun>>,
  selected: string | undefined,
): Looked | undefined {
  const known = (node: string) => {
    const run = nodes[node];
    return run && graph.nodes[node] && (Object.keys(run.outputs).length > 0 || run.previews.length > 0)
      ? { node, run }
      : undefined;
  };
  if (selected !== undefined) return known(selected);
  const pictured = Object.keys(graph.nodes).filter((node) =>
    Object.values(nodes[node]?.outputs ?? {}).some(({ items }) =>
      items.some(({ asset }) => asset?.type.startsWith("image/")),
    ),
  );
  const last = pictured.at(-1);
  return last === undefined ? undefined : known(last);
}
