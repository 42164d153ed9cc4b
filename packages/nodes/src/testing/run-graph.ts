/** Runs a graph of the real node types on the small pack. */
import { describe, execute, plan, RunCache, type RunEvent } from "@unclip/engine";
import { kinds, nodeTypes } from "../index.ts";
import { small, smallHost } from "./small-pack.ts";

type Graph = Parameters<typeof plan>[0];
type Finished = Extract<RunEvent, { event: "node-finished" }>;

/** The result of each node, by id. Throws the error of a failed node, with its message. */
export async function runGraph(
  nodes: Graph["nodes"],
  cache = new RunCache(),
): Promise<Map<string, Finished>> {
  const graph: Graph = { unclip: 1, title: "T", model: small, nodes };
  const planned = plan(graph, describe(nodeTypes, kinds), { fingerprint: "" });
  const finished = new Map<string, Finished>();
  const options = { types: nodeTypes, host: await smallHost(), cache, signal: new AbortController().signal };
  for await (const event of execute(planned, options)) {
    if (event.event === "node-failed") throw new Error(event.error.message);
    if (event.event === "node-finished") finished.set(event.node, event);
  }
  return finished;
}
