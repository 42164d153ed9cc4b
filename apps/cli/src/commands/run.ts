import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  check,
  execute,
  type Plan,
  PlanError,
  type PlanOptions,
  plan,
  RunCache,
  type RunEvent,
  requireMemory,
  resolvedGraph,
  type SpaceOptions,
} from "@unclip/engine";
import { type Graph, own } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { nodeTypes } from "@unclip/nodes";
import { readArguments } from "../arguments.ts";
import { requireGraphFile } from "../graph-file.ts";
import { InputError, sentence } from "../input-error.ts";
import { vocabulary, withHost } from "../machine.ts";
import { overridden } from "../overrides.ts";
import { pictureNames } from "../picture-files.ts";
import { jsonReporter, type Reporter, textReporter } from "../reporter.ts";
import { seedOverrides } from "../seeds.ts";
import { readSettings } from "../settings.ts";

const options = {
  set: { type: "string", multiple: true, default: [] as string[] },
  seed: { type: "string" },
  model: { type: "string" },
  target: { type: "string", multiple: true },
  out: { type: "string", default: "." },
  json: { type: "boolean", default: false },
  models: { type: "string", multiple: true },
} as const;

/** `unclip run FILE …`: runs a graph file and writes the pictures of its sinks, named after their nodes. */
export async function run(args: string[]): Promise<number> {
  const { values, file } = readArguments(args, options, 1);
  const read = await requireGraphFile(file);
  const graph = values.model === undefined ? read : { ...read, model: values.model };
  const reporter = values.json ? jsonReporter() : textReporter(process.stdout);
  return withHost(values.models, async (host) => {
    const set = await withLiterals(host, graph, values.seed, values.set, reporter);
    return runOn(host, set, values.target, values.out, reporter);
  });
}

/** The graph with what `--seed` and `--set` put into it; a setting of a seed wins over `--seed`. */
async function withLiterals(
  host: Host,
  graph: Graph,
  seed: string | undefined,
  settings: readonly string[],
  reporter: Reporter,
): Promise<Graph> {
  if (seed === undefined && settings.length === 0) return graph;
  requireResolved(graph);
  const seeded = seed === undefined ? undefined : seedOverrides(graph, seed, vocabulary);
  const tools = { vocabulary, host };
  const { overrides, notes } = await readSettings(graph, settings, seeded?.overrides ?? new Map(), tools);
  for (const note of [...(seeded ? [seeded.note] : []), ...notes]) reporter.note(note);
  return overridden(graph, overrides);
}

/** Throws {@link InputError} for uses of parts that cannot be unfolded: their nodes cannot be set. */
function requireResolved(graph: Graph): void {
  if (graph.parts === undefined) return;
  const known = resolvedGraph(graph, vocabulary).byId;
  const stands = (node: string | undefined) => (node === undefined ? known.size > 0 : known.has(node));
  const problems = check(graph, vocabulary).filter((p) => p.severity === "error" && !stands(p.node));
  if (problems.length > 0) throw new InputError(...problems.map((p) => `${p.message} [${p.code}]`));
}

async function runOn(
  host: Host,
  graph: Graph,
  targets: readonly string[] | undefined,
  out: string,
  reporter: Reporter,
) {
  const pack = await host.packs.open(graph.model).catch((error) => {
    throw new InputError(sentence(error));
  });
  const fingerprint = `${pack.digest} ${host.sessions.provider}`;
  const spaceOf = (model: string) => (model === graph.model ? pack.manifest.embedding.joint : undefined);
  const made = planned(graph, { fingerprint, spaceOf, ...(targets && { targets }) });
  const cancelled = new AbortController();
  process.once("SIGINT", () => cancelled.abort());
  const write = pictureWriter(host, made, out);
  let status = "failed";
  const cache = new RunCache();
  await requireRoom(host, made, cache);
  const settings = { types: nodeTypes, host, cache, signal: cancelled.signal };
  for await (const event of execute(made, settings)) {
    reporter.event(event);
    if (event.event === "node-finished") for (const path of await write(event)) reporter.wrote(path);
    if (event.event === "run-finished") status = event.status;
  }
  return status === "done" ? 0 : 1;
}

/** Throws {@link InputError} for a run that would take more memory than this machine has left. */
async function requireRoom(host: Host, made: Plan, { budget }: RunCache): Promise<void> {
  const limits = { allowed: process.availableMemory(), remedy: "" };
  await requireMemory(made, { types: nodeTypes, host, cache: budget }, limits).catch((error) => {
    throw new InputError(sentence(error));
  });
}

/** The plan of a graph. Throws {@link InputError} with every problem that keeps the targets from running. */
function planned(graph: Graph, options: PlanOptions & SpaceOptions): Plan {
  try {
    return plan(graph, vocabulary, options);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new InputError(...error.problems.map((p) => `${p.message} [${p.code}]`));
  }
}

/** Writes the pictures of a sink, inside parts too; gives their paths. */
function pictureWriter(host: Host, made: Plan, out: string) {
  const sinks = made.nodes.filter(({ type }) => own(vocabulary.nodeTypes, type)?.sink);
  const isSink = new Set(sinks.map(({ id }) => id));
  const namesOf = pictureNames([...isSink]);
  return async ({ node, outputs }: RunEvent & { event: "node-finished" }): Promise<string[]> => {
    const pictures = Object.values(outputs)
      .flatMap((output) => output.items)
      .flatMap((item) => (item.asset?.type.startsWith("image/") ? [item.asset] : []));
    if (!isSink.has(node) || pictures.length === 0) return [];
    await mkdir(out, { recursive: true });
    const names = namesOf(node, pictures.length);
    return Promise.all(
      pictures.map(async ({ id, type }, i) => {
        const path = join(out, `${names[i]}.${type.slice("image/".length)}`);
        await writeFile(path, (await host.assets.get(id))?.bytes ?? new Uint8Array());
        return path;
      }),
    );
  };
}
