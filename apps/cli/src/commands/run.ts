import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  execute,
  type Plan,
  PlanError,
  type PlanOptions,
  plan,
  RunCache,
  type RunEvent,
  requireMemory,
  type SpaceOptions,
} from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import type { Host } from "@unclip/host";
import { nodeTypes } from "@unclip/nodes";
import { readArguments } from "../arguments.ts";
import { requireGraphFile } from "../graph-file.ts";
import { InputError, sentence } from "../input-error.ts";
import { vocabulary, withHost } from "../machine.ts";
import { jsonReporter, type Reporter, textReporter } from "../reporter.ts";
import { applySeed, applySettings } from "../settings.ts";

const options = {
  set: { type: "string", multiple: true, default: [] as string[] },
  seed: { type: "string" },
  target: { type: "string", multiple: true },
  out: { type: "string", default: "." },
  json: { type: "boolean", default: false },
  models: { type: "string", multiple: true },
} as const;

/** `unclip run FILE …`: runs a graph file and writes the pictures of its sinks, named after their nodes. */
export async function run(args: string[]): Promise<number> {
  const { values, file } = readArguments(args, options, 1);
  const read = await requireGraphFile(file);
  const seeded = values.seed === undefined ? read : applySeed(read, values.seed, vocabulary);
  const graph = applySettings(seeded, values.set, vocabulary);
  const reporter = values.json ? jsonReporter() : textReporter(process.stdout);
  return withHost(values.models, (host) => runOn(host, graph, values.target, values.out, reporter));
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
  let status = "failed";
  const cache = new RunCache();
  await requireRoom(host, made, cache);
  const settings = { types: nodeTypes, host, cache, signal: cancelled.signal };
  for await (const event of execute(made, settings)) {
    reporter.event(event);
    if (event.event === "node-finished")
      for (const path of await writePictures(host, graph, event, out)) reporter.wrote(path);
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
function planned(graph: Graph, options: PlanOptions & SpaceOptions) {
  try {
    return plan(graph, vocabulary, options);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new InputError(error.problems.map((p) => `${p.message} [${p.code}]`).join("\n"));
  }
}

/** Writes the pictures of a sink as `node.png`, or `node-1.png` … where it holds several. */
async function writePictures(
  host: Host,
  graph: Graph,
  event: RunEvent & { event: "node-finished" },
  out: string,
): Promise<string[]> {
  const type = graph.nodes[event.node]?.type ?? "";
  if (!vocabulary.nodeTypes[type]?.sink) return [];
  const pictures = Object.values(event.outputs)
    .flatMap((output) => output.items)
    .flatMap((item) => (item.asset?.type.startsWith("image/") ? [item.asset] : []));
  if (pictures.length > 0) await mkdir(out, { recursive: true });
  return Promise.all(
    pictures.map(async ({ id, type }, i) => {
      const name = pictures.length === 1 ? event.node : `${event.node}-${i + 1}`;
      const path = join(out, `${name}.${type.slice("image/".length)}`);
      await writeFile(path, (await host.assets.get(id))?.bytes ?? new Uint8Array());
      return path;
    }),
  );
}
