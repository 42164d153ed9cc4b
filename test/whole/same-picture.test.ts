/** One graph, one seed, one picture: through the CLI, the server, the engine, and `textToImage`. */
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RunCache, type RunEvent } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import { openModel, textToImage } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultHost, exampleGraphs, picturesOf, root, runGraph } from "../machine.ts";
import { startServer } from "../studio.ts";

const run = promisify(execFile);
const host = defaultHost();

/** The PNG that `npx unclip run` writes for a node, from a process of its own. */
async function throughCli(node: string): Promise<Buffer> {
  const out = mkdtempSync(join(tmpdir(), "unclip-out-"));
  await run(process.execPath, ["apps/cli/bin/unclip.js", "run", "graphs/text-to-image.json", "--out", out], {
    cwd: root,
  });
  return readFile(join(out, `${node}.png`));
}

/** The PNG that the server's runner makes for a node, as its API gives it. */
async function throughServer(graph: Graph, node: string): Promise<Buffer> {
  const server = await startServer();
  try {
    const { origin, searchParams } = new URL(server.address);
    const headers = {
      authorization: `Bearer ${searchParams.get("token")}`,
      "content-type": "application/json",
    };
    const api = (path: string, init: RequestInit = {}) =>
      fetch(`${origin}/api/v1${path}`, { headers, ...init });
    const accepted = await api("/runs", { method: "POST", body: JSON.stringify({ graph }) });
    const { id } = (await accepted.json()) as { id: string };
    const events = async () => {
      const reply = (await (await api(`/runs/${id}/events`)).json()) as { events: RunEvent[] };
      return reply.events;
    };
    await expect.poll(async () => (await events()).at(-1)?.event, { timeout: 240_000 }).toBe("run-finished");
    const [asset] = picturesOf(await events(), node);
    return Buffer.from(await (await api(`/assets/${asset}`)).arrayBuffer());
  } finally {
    await server.stop();
  }
}

test("two runs in fresh processes write byte-identical PNGs, equal to the server's, the engine's and textToImage's", async () => {
  const graph = (await exampleGraphs()).get("text-to-image");
  if (graph === undefined) throw new Error("graphs/text-to-image.json is not there");
  const [first, second] = [await throughCli("picture"), await throughCli("picture")];
  expect(first.equals(second)).toBe(true);

  expect(first.equals(await throughServer(graph, "picture"))).toBe(true);

  const events = await runGraph(host, graph, new RunCache());
  const [asset = ""] = picturesOf(events, "picture");
  const engine = await host.assets.get(asset);
  expect(first.equals(engine?.bytes ?? new Uint8Array())).toBe(true);

  const model = await openModel(host, graph.model);
  const number = (node: string, name: string) => Number(graph.nodes[node]?.params?.[name] ?? 0);
  const image = await textToImage(model, String(graph.nodes.caption?.params?.text), {
    priorSeed: number("prior", "seed"),
    priorSteps: number("prior", "steps"),
    priorGuidance: number("prior", "guidance"),
    decoderSeed: number("decode", "seed"),
    decoderSteps: number("decode", "steps"),
    decoderGuidance: number("decode", "guidance"),
  });
  const png = await host.images.encode(image, "image/png");
  expect(first.equals(png)).toBe(true);
});
