/** What a use of a part shows of a run: its inner nodes taken together. */
import type { OutputSummary } from "@unclip/engine";
import { type Graph, innerPath, type NodeId, own, partUsed } from "@unclip/graph";
import { idleNode, type NodeRun } from "../run/run-state.ts";
import { innerEnd } from "./inside.ts";

type Runs = Readonly<Record<string, NodeRun>>;

/**
 * The run of a node of `graph`, which stands at `path` in the document. A use of a part is running while any inner node
 * is, failed when one failed, done when all are; it shows what the inner nodes of its declared outputs made, or, where its part
 * declares none, what the last of its nodes made.
 */
export function runOf(runs: Runs, graph: Graph, path: string, id: NodeId): NodeRun {
  const part = partUsed(graph, own(graph.nodes, id));
  if (part === undefined) return runs[path + id] ?? idleNode;
  const inner = Object.entries(runs).filter(([node]) => node.startsWith(innerPath(path + id)));
  if (inner.length === 0) return idleNode;
  const outputs: Record<string, OutputSummary> = {};
  for (const port of Object.keys(part.outputs)) {
    const end = innerEnd(graph, { node: id, port });
    const made = runs[path + end.node]?.outputs[end.port];
    if (made) outputs[port] = made;
  }
  const all = inner.map(([, run]) => run);
  if (Object.keys(part.outputs).length === 0)
    Object.assign(outputs, all.findLast((run) => Object.keys(run.outputs).length > 0)?.outputs);
  const failed = all.find(({ status }) => status === "failed");
  const working = all.find(({ status }) => status === "running");
  const timed = all.filter(({ milliseconds }) => milliseconds !== undefined);
  return {
    ...idleNode,
    status: statusOf(all),
    cached: all.every(({ cached, status }) => cached || status === "skipped"),
    step: working?.step ?? 0,
    of: working?.of ?? 0,
    previews: working?.previews ?? [],
    outputs,
    milliseconds:
      timed.length === 0 ? undefined : timed.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0),
    remarks: [...new Set(all.flatMap(({ remarks }) => remarks))],
    error: failed?.error,
  };
}

function statusOf(runs: readonly NodeRun[]): NodeRun["status"] {
  const any = (status: NodeRun["status"]) => runs.some((run) => run.status === status);
  for (const status of ["failed", "running", "queued", "skipped"] as const) if (any(status)) return status;
  return any("done") ? "done" : "idle";
}

/** The runs of all nodes of `graph` by their ids there. */
export function runsOf(runs: Runs, graph: Graph, path: string): Runs {
  if (path === "" && graph.parts === undefined) return runs;
  return Object.fromEntries(Object.keys(graph.nodes).map((id) => [id, runOf(runs, graph, path, id)]));
}
