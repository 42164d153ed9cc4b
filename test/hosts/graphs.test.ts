/** Every example graph in Chromium on WebAssembly, held against node: latents, embeddings and pictures. */
import { Buffer } from "node:buffer";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "@unclip/graph";
import { createNodeHost } from "@unclip/host/node";
import type { BrowserContext } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleGraphs, root } from "../machine.ts";
import { buildPage, openBrowser, openPage, type Served, serveFolders, type WebPage } from "./browser.ts";
import { compareRuns } from "./compare-runs.ts";
import { type GraphRun, hurried, outline, runGraphRecorded } from "./run-graph.ts";

const data = await mkdtemp(join(tmpdir(), "unclip-graphs-"));
const node = createNodeHost({ models: join(root, "models"), data });
const graphs = await exampleGraphs();
const lines: string[] = [];
let served: Served;
let browser: BrowserContext;
let page: WebPage;

beforeAll(async () => {
  served = await serveFolders([await buildPage(), root]);
  browser = await openBrowser();
  page = await openPage(browser, served.address);
  await page.call("start", `${served.address}/models`, {});
});
afterAll(async () => {
  console.log(["graph: calls, latents, 1 − cosine of embeddings, pictures of 255", ...lines].join("\n"));
  await browser?.close();
  served?.close();
});

test("labels in any script are drawn with the same pixels as in node", { timeout: 480_000 }, async () => {
  const lines = ["赤いハート 鬱", "빨간 하트 뷁, naïve Ω ж ❤️"];
  const found = (await page.call("run", labelled(lines))) as GraphRun;
  const expected = await runGraphRecorded(node, labelled(lines));
  expect(found.failures).toEqual([]);
  const [inPage, inNode] = await Promise.all(
    [found, expected].map(({ pictures }) => below(pictures.at(-1)!.bytes, 64)),
  );
  // Black on white: letters are there, and alike to the level.
  expect(Math.min(...inNode!)).toBeLessThan(60);
  expect(inPage).toEqual(inNode);
});

/** A sheet of two pictures of 64 pixels side by side, with labels. */
function labelled(lines: readonly string[]): Graph {
  return {
    unclip: 1,
    title: "labels",
    model: "emoji",
    nodes: {
      captions: { type: "text-list", params: { lines } },
      encode: { type: "clip-text-encode", inputs: { text: "captions.text" } },
      decode: { type: "decode", inputs: { embedding: "encode.embedding" }, params: { steps: 1 } },
      sheet: { type: "grid", inputs: { image: "decode.image" }, params: { gap: 0, columns: 2 } },
    },
  };
}

/** Levels of a picture in rows from `top` on. */
async function below(bytes: string, top: number): Promise<readonly number[]> {
  const { data, info } = await sharp(Buffer.from(bytes, "base64"))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray(top * info.width * info.channels)];
}

test.each([...graphs])("%s agrees with node", { timeout: 480_000 }, async (name, full) => {
  // One goes all the way, since differences could grow with the steps.
  const graph = name === "text-to-image" ? full : hurried(full);
  const expected = await runGraphRecorded(node, graph);
  const found = (await page.call("run", graph)) as GraphRun;
  // That a graph runs at all on the default pack is held by the golden tests.
  expect(found.failures).toEqual(expected.failures);
  expect(outline(found)).toEqual(outline(expected));
  const { latents, embeddings, pictures } = await compareRuns(found, expected);
  lines.push(
    `${name}: ${found.answers.length}, ${latents.toExponential(1)}, ${embeddings.toExponential(1)}, ${pictures.toFixed(4)}`,
  );
  // Inversion enlarges rounding: each of its steps solves for what the decoder would have seen.
  const inverts = Object.values(graph.nodes).some(({ type }) => type === "ddim-invert");
  expect(latents).toBeLessThanOrEqual(inverts ? 1e-3 : 1e-4);
  expect(embeddings).toBeLessThanOrEqual(1e-5);
  expect(pictures).toBeLessThanOrEqual(1);
});
