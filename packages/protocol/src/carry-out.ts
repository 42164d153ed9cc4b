/**
 * A runner's half of the conversation in `runner.ts`, the same in a child process and in a Web Worker: it plans and
 * executes what it is told, and tells what happens.
 */
import {
  describe,
  execute,
  type Kind,
  type NodeTypes,
  plan,
  RunCaches,
  type RunError,
  requireMemory,
  runError,
} from "@unclip/engine";
import { AssetLedger, type RunAssets } from "./asset-ledger.ts";
import type { FromRunner, ToRunner } from "./runner.ts";

/** What a runner computes with. */
export interface Workshop<Host> {
  /** Handed to nodes. */
  readonly host: Host;
  readonly types: NodeTypes<Host>;
  readonly kinds: readonly Kind<never, never>[];
  /** Name and version of what computes. */
  readonly provider: string;
  /** Looks at a graph's model before the graph is planned. Throws an error with a `code` when there is none. */
  open(model: string): Promise<OpenedModel>;
  /** Bytes of values that one run may take, and what lets it take more: a run that would take more is not begun. */
  readonly memory?: { readonly allowed: number; readonly remedy: string };
  /** The assets of `host`, where what a run does with them is watched. */
  readonly assets?: RunAssets;
}

export interface OpenedModel {
  /** What cache keys know of everything outside the graph: weights and provider. */
  readonly fingerprint: string;
  /** The space that the model's values live in. */
  readonly space: string;
}

/**
 * Says `ready` and returns what hears the orders, one run at a time. Cached values live as long as the runner, so
 * that a second run of the same scope computes only what changed.
 */
export function carryOut<Host>(
  { host, types, kinds, provider, open, memory, assets }: Workshop<Host>,
  say: (message: FromRunner) => void,
): (message: ToRunner) => void {
  const vocabulary = describe(types as NodeTypes<never>, kinds);
  const caches = new RunCaches();
  const ledger = assets && new AssetLedger(assets, say);
  let current: { readonly run: string; readonly cancelled: AbortController } | undefined;

  const run = async (order: ToRunner & { do: "run" }): Promise<void> => {
    const { run, graph, targets, previews = true, scope = "" } = order;
    const cancelled = new AbortController();
    const { signal } = cancelled;
    current = { run, cancelled };
    ledger?.begin(order);
    try {
      const { fingerprint, space } = await open(graph.model);
      const planned = plan(graph, vocabulary, {
        fingerprint: scope === "" ? fingerprint : `${fingerprint} ${scope}`,
        spaceOf: (model) => (model === graph.model ? space : undefined),
        ...(targets === undefined ? {} : { targets }),
      });
      const options = { types, host, cache: caches.of(scope), signal, previews };
      if (memory !== undefined) await requireMemory(planned, { types, host, cache: caches.budget }, memory);
      for await (const event of execute(planned, { ...options, ...(ledger && { lost: ledger.lost }) }))
        say({ say: "event", run, event });
    } catch (error) {
      say({ say: "failed", run, error: explain(error) });
    } finally {
      caches.trim();
      if (current?.run === run) current = undefined;
    }
  };

  say({ say: "ready", provider, vocabulary });
  return (message) => {
    if (message.do === "run") void run(message);
    else if (message.do === "ping") say({ say: "alive" });
    else if (message.run === current?.run) current.cancelled.abort();
  };
}

/** What went wrong, for people; a fault of ours, which has no code, goes to the log. */
export function explain(error: unknown): RunError {
  const known = runError(error);
  if (known.code !== "node_failed") return known;
  console.error(error);
  return { code: "runner_failed", message: "The run failed inside the runner; its log says why." };
}
