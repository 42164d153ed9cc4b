import { type Graph, splitRef } from "@unclip/graph";

/** Node ids so that each comes after what feeds it, as far as there is no cycle; otherwise in the file's order. */
export function readingOrder(graph: Graph): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  for (const start of Object.keys(graph.nodes)) {
    const stack = [start];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      if (state.get(id) === undefined) {
        state.set(id, "open");
        const sources = Object.values(graph.nodes[id]?.inputs ?? {}).map((ref) => splitRef(ref).node);
        stack.push(...sources.filter((source) => graph.nodes[source] && !state.has(source)).reverse());
        continue;
      }
      stack.pop();
      if (state.get(id) === "open") order.push(id);
      state.set(id, "done");
    }
  }
  return order;
}
