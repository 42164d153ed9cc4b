/** One graph, one seed, one picture: through the CLI, through the engine, and through `textToImage`. */
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RunCache } from "@unclip/engine";
import { openModel, textToImage } from "@unclip/unclip";
import { expect, test } from "vitest";
import { defaultHost, exampleGraphs, picturesOf, root, runGraph } from "../machine.ts";

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

test("two runs in fresh processes write byte-identical PNGs, equal to the engine's and to textToImage", async () => {
  const graph = (await exampleGraphs()).get("text-to-image");
  if (graph === undefined) throw new Error("graphs/text-to-image.json is not there");
  const [first, second] = [await throughCli("picture"), await throughCli("picture")];
  expect(first.equals(second)).toBe(true);

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
