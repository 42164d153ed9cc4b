/** Every example graph in Chromium on WebAssembly, held against node: latents, embeddings and pictures. */
import { Buffer } from "node:buffer";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeHost } from "@unclip/host/node";
import type { BrowserContext } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleGraphs, root } from "../machine.ts";
import { buildPage, openBrowser, openPage, type Served, serveFolders, type WebPage } from "./browser.ts";
import { type Answer, type GraphRun, hurried, runGraphRecorded } from "./run-graph.ts";

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

test.each([...graphs])("%s agrees with node", { timeout: 120_000 }, async (name, full) => {
  // One goes all the way, since differences could grow with the steps.
  const graph = name === "text-to-image" ? full : hurried(full);
  const expected = await runGraphRecorded(node, graph);
  const found = (await page.call("run", graph)) as GraphRun;
  // That a graph runs at all on the default pack is held by the golden tests.
  expect(found.failures).toEqual(expected.failures);
  const outline = ({ answers, pictures }: GraphRun) => [
    answers.map(({ role, output, shape }) => `${role}.${output} ${shape}`),
    pictures.map((picture) => picture.node),
  ];
  expect(outline(found)).toEqual(outline(expected));
  const latents = worst(found, expected, ({ role }) => role === "decoder", largestDifference);
  const embeddings = worst(found, expected, isEmbedding, (a, b, row) => 1 - leastCosine(a, b, row));
  let pictures = 0;
  for (const [i, { bytes }] of found.pictures.entries())
    pictures = Math.max(pictures, await levels(bytes, expected.pictures[i]!.bytes));
  lines.push(
    `${name}: ${found.answers.length}, ${latents.toExponential(1)}, ${embeddings.toExponential(1)}, ${pictures.toFixed(4)}`,
  );
  expect(latents).toBeLessThanOrEqual(1e-4);
  expect(embeddings).toBeLessThanOrEqual(1e-5);
  expect(pictures).toBeLessThanOrEqual(1);
});

/** Vectors [n, d]: what encoders give of a whole caption or picture, and what the prior's network predicts. */
const isEmbedding = ({ role, shape }: Answer) => role !== "decoder" && shape.length === 2;

const floats = ({ floats }: Answer) => {
  const bytes = Buffer.from(floats, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

/** The largest of a measure over the answers of a kind; 0 where there is none. */
function worst(
  found: GraphRun,
  expected: GraphRun,
  kind: (answer: Answer) => boolean,
  measure: (a: Float32Array, b: Float32Array, row: number) => number,
): number {
  const values = found.answers.map((answer, i) =>
    kind(answer) ? measure(floats(answer), floats(expected.answers[i]!), answer.shape.at(-1) ?? 1) : 0,
  );
  return Math.max(0, ...values);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** Of rows of this width. */
function leastCosine(a: Float32Array, b: Float32Array, width: number): number {
  let least = 1;
  for (let at = 0; at < a.length; at += width) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = at; i < at + width; i++) {
      ab += a[i]! * b[i]!;
      aa += a[i]! ** 2;
      bb += b[i]! ** 2;
    }
    least = Math.min(least, ab / Math.sqrt(aa * bb));
  }
  return least;
}

/** Mean difference of two pictures, in levels of 255; animations, which lose a little in coding, have the same frames. */
async function levels(a: string, b: string): Promise<number> {
  const files = [a, b].map((text) => Buffer.from(text, "base64"));
  const frames = await Promise.all(
    files.map(async (file) => (await sharp(file, { animated: true }).metadata()).pages),
  );
  expect(frames[0]).toBe(frames[1]);
  if (frames[0] !== undefined) return 0;
  const [x, y] = await Promise.all(
    files.map((file) => sharp(file).flatten({ background: "white" }).raw().toBuffer()),
  );
  expect(x!.length).toBe(y!.length);
  return x!.reduce((sum, value, i) => sum + Math.abs(value - y![i]!), 0) / x!.length;
}
