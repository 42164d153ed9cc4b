/** The default pack in Chromium on WebAssembly, held against node: the same code on both, kernels that differ by rounding. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeHost } from "@unclip/host/node";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../machine.ts";
import { buildPage, openBrowser, openPage, type Served, serveFolders } from "./browser.ts";
import { type Measured, measure } from "./measure.ts";

const threads = 2;
const folder = await mkdtemp(join(tmpdir(), "unclip-parity-"));

let served: Served;
let browser: BrowserContext;
beforeAll(async () => {
  served = await serveFolders([await buildPage(), root]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  served?.close();
});

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const distances = (a: readonly number[], b: readonly number[]) => a.map((v, i) => Math.abs(v - b[i]!));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

test("embeddings, decoder steps and pictures agree with node", { timeout: 300_000 }, async () => {
  const node = await measure(
    createNodeHost({ models: join(root, "models"), data: folder, threads }),
    "emoji",
    "a red heart",
  );
  const page = await openPage(browser, served.address);
  await page.call("start", `${served.address}/models`, { threads });
  const web = (await page.call("measure", "emoji", "a red heart")) as Measured;

  const lines = [`${web.provider} against ${node.provider}, ${threads} threads`];
  for (const name of ["text", "prior", "image"] as const) {
    const similarity = cosine(node.embeddings[name], web.embeddings[name]);
    lines.push(`embedding ${name}: 1 − cosine ${(1 - similarity).toExponential(1)}`);
    expect(similarity, name).toBeGreaterThanOrEqual(0.99999);
  }
  expect(web.steps.length).toBe(node.steps.length);
  const worst = Math.max(...node.steps.map((step, i) => Math.max(...distances(step, web.steps[i]!))));
  lines.push(`decoder steps: ${node.steps.length} calls, largest difference ${worst.toExponential(1)}`);
  expect(worst).toBeLessThan(1e-4);
  for (const name of ["decoded", "upsampled"] as const) {
    // Pixels in [−1, 1]: half their distance is a fraction of full scale.
    const difference = mean(distances(node.pictures[name], web.pictures[name])) / 2;
    lines.push(`picture ${name}: mean difference ${(255 * difference).toExponential(1)} / 255`);
    expect(difference, name).toBeLessThanOrEqual(1 / 255);
  }
  const ratio = web.milliseconds / node.milliseconds;
  lines.push(
    `caption to upsampled picture: node ${node.milliseconds.toFixed(0)} ms, browser ${web.milliseconds.toFixed(0)} ms (× ${ratio.toFixed(2)})`,
  );
  console.log(lines.join("\n"));
  await writeFile(join(folder, "parity.txt"), lines.join("\n"));
});
