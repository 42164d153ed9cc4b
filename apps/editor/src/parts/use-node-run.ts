import type { OutputSummary } from "@unclip/engine";
import { partOf } from "@unclip/graph";
import { useMemo } from "react";
import { useDoc } from "../document/doc-store.ts";
import { idleNode, type NodeRun } from "../run/run-state.ts";
import { useRun } from "../run/run-store.ts";
import { innerEnd } from "./inside.ts";
import { runOf } from "./part-run.ts";

const none: Readonly<Record<string, NodeRun>> = {};

/** What the last run made of a node on the canvas; only a use of a part looks at more than its own. */
export function useNodeRun(id: string): NodeRun {
  const path = useDoc((state) => state.path);
  const isUse = useDoc((state) => partOf(state.here.nodes[id]) !== undefined);
  const here = useDoc((state) => (isUse ? state.here : undefined));
  const own = useRun((state) => (isUse ? idleNode : (state.nodes[path + id] ?? idleNode)));
  const runs = useRun((state) => (isUse ? state.nodes : none));
  return useMemo(() => (here ? runOf(runs, here, path, id) : own), [here, runs, path, id, own]);
}

/** What an output gave in the last run. */
export function useOutput(node: string, port: string): OutputSummary | undefined {
  const path = useDoc((state) => state.path);
  const isUse = useDoc((state) => partOf(state.here.nodes[node]) !== undefined);
  const here = useDoc((state) => (isUse ? state.here : undefined));
  const end = here ? innerEnd(here, { node, port }) : { node, port };
  return useRun((state) => state.nodes[path + end.node]?.outputs[end.port]);
}
