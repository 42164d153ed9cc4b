import type { Graph } from "@unclip/graph";
import { type ExecuteOptions, execute, plan, RunCache, type RunEvent } from "../index.ts";
import { type Ledger, types, vocabulary } from "./arithmetic.ts";

/** What a run told and did. */
export interface Told {
  readonly events: readonly RunEvent[];
  /** Items that were computed. */
  readonly did: readonly string[];
  /** `"3"`, `"0 1 2"`: the summaries of the first output of a node, or undefined where it did not finish. */
  shown(node: string): string | undefined;
  /** The events of one name. */
  all<E extends RunEvent["event"]>(event: E): Extract<RunEvent, { event: E }>[];
}

/** Plans and runs a graph of the arithmetic nodes to its end. */
export async function run(
  graph: Graph,
  options: Partial<ExecuteOptions<Ledger>> & { readonly targets?: readonly string[] } = {},
): Promise<Told> {
  const host: Ledger = { did: [] };
  const planned = plan(graph, vocabulary, {
    fingerprint: "test",
    ...(options.targets && { targets: options.targets }),
  });
  const signal = new AbortController().signal;
  const events: RunEvent[] = [];
  for await (const event of execute(planned, { types, host, cache: new RunCache(), signal, ...options }))
    events.push(event);
  return told(events, options.host?.did ?? host.did);
}

export function told(events: readonly RunEvent[], did: readonly string[]): Told {
  const all = <E extends RunEvent["event"]>(event: E) =>
    events.filter((e): e is Extract<RunEvent, { event: E }> => e.event === event);
  return {
    events,
    did,
    all,
    shown: (node) => {
      const finished = all("node-finished").find((e) => e.node === node);
      return Object.values(finished?.outputs ?? {})[0]
        ?.items.map((s) => s.text)
        .join(" ");
    },
  };
}
