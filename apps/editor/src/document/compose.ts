import type { Change, Graph } from "@unclip/graph";

/** Several edits as one step of the history, each made on the graph that the one before it left. */
export function compose(graph: Graph, label: string, edits: readonly ((graph: Graph) => Change)[]): Change {
  let after = graph;
  const patches: Change["patches"][number][] = [];
  const inverse: Change["inverse"][number][] = [];
  for (const edit of edits) {
    const change = edit(after);
    after = change.graph;
    patches.push(...change.patches);
    inverse.unshift(...change.inverse);
  }
  return { graph: after, label, patches, inverse };
}
