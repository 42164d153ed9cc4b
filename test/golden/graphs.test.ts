/**
 * Every example graph on the default model, held against a committed picture of each sink. Kernels differ between processors
 * by rounding, so pictures are compared small and with a tolerance. `UPDATE_GOLDEN=1` writes them anew: look at them.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { check, RunCache } from "@unclip/engine";
import type { Graph } from "@unclip/graph";
import sharp from "sharp";
import { expect, describe as suite, test } from "vitest";
import { defaultHost, exampleGraphs, picturesOf, root, runGraph, vocabulary } from "../machine.ts";

const host = defaultHost();
const graphs = await exampleGraphs();
const { roles } = (await host.packs.open("emoji")).manifest;
/** Whether the default pack has what the graph's nodes ask of it; a graph may be ahead of the pack. */
const canRun = (graph: Graph) =>
  Object.values(graph.nodes).every(({ type, params }) => {
    if (type === "autoregressive-prior") return roles["autoregressive-prior"] !== undefined;
    return type !== "upsample" || params?.stage !== "second" || roles["upsampler.1"] !== undefined;
  });
const sinks = (graph: Graph) =>
  Object.entries(graph.nodes).flatMap(([id, node]) => (vocabulary.nodeTypes[node.type]?.sink ? [id] : []));

/** The picture within 320 px on white, as it is committed. */
const small = (bytes: Uint8Array) =>
  sharp(bytes).flatten({ background: "white" }).resize(320, 320, { fit: "inside", withoutEnlargement: true });

/** Mean absolute difference of a picture from the committed one, of 255. */
async function compare(bytes: Uint8Array, path: string): Promise<number> {
  if (process.env.UPDATE_GOLDEN === "1") {
    await mkdir(join(path, ".."), { recursive: true });
    await small(bytes).png().toFile(path);
  }
  const [seen, golden] = await Promise.all([
    small(bytes).raw().toBuffer(),
    sharp(path).flatten().raw().toBuffer(),
  ]);
  if (seen.length !== golden.length) return 255;
  return seen.reduce((sum, value, i) => sum + Math.abs(value - (golden[i] ?? 0)), 0) / seen.length;
}

suite("example graphs on the default model", () => {
  test.each([...graphs])("%s checks without a problem", (_, graph) => {
    expect(check(graph, vocabulary).filter((p) => p.severity === "error")).toEqual([]);
  });

  const ahead = [...graphs].filter(([, graph]) => !canRun(graph));
  test.skipIf(ahead.length > 0)(
    `the pack has all roles that graphs need (not those of ${ahead.map(([name]) => name)})`,
    () => {
      expect(ahead).toEqual([]);
    },
  );

  test.each([...graphs].filter(([, graph]) => canRun(graph)))(
    "%s gives the committed pictures",
    async (name, graph) => {
      const events = await runGraph(host, graph, new RunCache());
      for (const sink of sinks(graph)) {
        for (const [i, asset] of picturesOf(events, sink).slice(0, 4).entries()) {
          const bytes = (await host.assets.get(asset))?.bytes ?? new Uint8Array();
          const path = join(root, "graphs", "pictures", `${name}.${sink}${i === 0 ? "" : `-${i + 1}`}.png`);
          expect(await compare(bytes, path), `${path}: mean difference of 255`).toBeLessThan(6);
        }
      }
    },
  );
});
