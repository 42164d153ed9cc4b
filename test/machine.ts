/** The real machine for tests that span packages: the default pack, the node types, a cache. */
import { mkdtempSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, execute, plan, type RunCache, type RunEvent } from "@unclip/engine";
import { type Graph, parseGraph } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { createNodeHost } from "@unclip/host/node";
import { kinds, nodeTypes } from "@unclip/nodes";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const vocabulary = describe(nodeTypes, kinds);

/** A host on the embedded packs, with a data folder of its own. */
export function defaultHost(): Host {
  return createNodeHost({
    models: [join(root, "models")],
    data: mkdtempSync(join(tmpdir(), "unclip-test-")),
  });
}

/** The example graphs by file name without `.json`. */
export async function exampleGraphs(): Promise<ReadonlyMap<string, Graph>> {
  const names = (await readdir(join(root, "graphs"))).filter((name) => name.endsWith(".json")).sort();
  const read = async (name: string) =>
    [name.slice(0, -".json".length), parseGraph(await readFile(join(root, "graphs", name), "utf8"))] as const;
  return new Map(await Promise.all(names.map(read)));
}

/** Runs a graph to its end and gives all its events. Throws what a node failed with. */
export async function runGraph(host: Host, graph: Graph, cache: RunCache): Promise<readonly RunEvent[]> {
  const pack = await host.packs.open(graph.model);
  const fingerprint = `${pack.digest} ${host.sessions.provider}`;
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of execute(plan(graph, vocabulary, { fingerprint }), {
    types: nodeTypes,
    host,
    cache,
    signal,
  })) {
    events.push(event);
    if (event.event === "node-failed") throw new Error(`${event.node}: ${event.error.message}`);
  }
  return events;
}

/** Assets of the pictures that a node showed, in order. */
export function picturesOf(events: readonly RunEvent[], node: string): readonly string[] {
  return events.flatMap((event) =>
    event.event === "node-finished" && event.node === node
      ? Object.values(event.outputs).flatMap((o) =>
          o.items.flatMap((item) => (item.asset?.type.startsWith("image/") ? [item.asset.id] : [])),
        )
      : [],
  );
}
