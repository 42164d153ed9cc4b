import { describe, execute, type Kind, type NodeTypes, PlanError, plan, RunCache } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { type Host, HostError } from "@unclip/host";
import type { FromRunner, ToRunner } from "@unclip/protocol";

export interface Library {
  readonly host: Host;
  readonly types: NodeTypes;
  readonly kinds: readonly Kind<never, never>[];
  /** What cache keys know of everything outside the graph: weights and provider. */
  fingerprint(graph: Graph): Promise<string>;
}

/**
 * Serves a page: gives what hears its orders, one run at a time, and says `ready`. The cache of values lives as long
 * as the Worker, so that a second run computes only what changed.
 */
export function carryOut(
  { host, types, kinds, fingerprint }: Library,
  say: (message: FromRunner) => void,
): (message: ToRunner) => void {
  const vocabulary = describe(types as NodeTypes<never>, kinds);
  let cache = new RunCache();
  let current: { readonly run: string; readonly cancelled: AbortController } | undefined;

  const run = async (order: ToRunner & { do: "run" }): Promise<void> => {
    const cancelled = new AbortController();
    current = { run: order.run, cancelled };
    try {
      const planned = plan(order.graph, vocabulary, {
        fingerprint: await fingerprint(order.graph),
        ...(order.targets === undefined ? {} : { targets: order.targets }),
      });
      for await (const event of execute(planned, { types, host, cache, signal: cancelled.signal }))
        say({ say: "event", run: order.run, event });
    } catch (error) {
      say({ say: "failed", run: order.run, error: describeError(error) });
    } finally {
      if (current?.run === order.run) current = undefined;
    }
  };

  say({ say: "ready", provider: host.sessions.provider, vocabulary });
  return (message) => {
    if (message.do === "run") void run(message);
    else if (message.do === "ping") say({ say: "alive" });
    // A run under way goes on with what it has.
    else if (message.do === "forget") cache = new RunCache();
    else if (message.run === current?.run) current.cancelled.abort();
  };
}

/** What went wrong, for people. */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof HostError) return { code: error.code, message: error.message };
  if (error instanceof PlanError) return { code: "graph_invalid", message: error.message };
  console.error(error);
  return { code: "runner_failed", message: "The run failed inside the browser; its console says why." };
}
