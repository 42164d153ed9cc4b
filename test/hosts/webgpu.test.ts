/** WebGPU through onnxruntime-node and in Chromium, on a graphics card or on the software driver that comes with Chromium. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createNodeHost } from "@unclip/host/node";
import { expect, test } from "vitest";
import { exampleGraphs, root } from "../machine.ts";
import { writeTinyPacks } from "../packs/tiny-packs.ts";
import { buildPage, openBrowser, openPage, serveFolders, softwareGpuFlags } from "./browser.ts";
import { compareRuns } from "./compare-runs.ts";
import { type GraphRun, hurried, outline, runGraphRecorded } from "./run-graph.ts";

/** Chromium's software driver for Vulkan, and the loader beside it. */
const chromium = "/usr/lib/chromium";
const icd = join(chromium, "vk_swiftshader_icd.json");

/** In a process of its own: the loader reads its settings when the process starts. */
async function inProcess(script: string): Promise<string> {
  const software = existsSync(icd) ? { VK_ICD_FILENAMES: icd, LD_LIBRARY_PATH: chromium } : {};
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@unclip/source", "--input-type=module", "-e", script],
    { cwd: join(root, "test"), env: { ...process.env, NODE_OPTIONS: "", ...software } },
  );
  return stdout;
}

test("WebGPU makes the tiny pack's pictures as the CPU does, enlarged ones too, within a rounding error", async (context) => {
  const missing = await inProcess(
    `import { probeProvider } from "@unclip/host/node"; process.stdout.write((await probeProvider("webgpu")) ?? "");`,
  );
  if (missing !== "") return context.skip(missing);
  const folder = mkdtempSync(join(tmpdir(), "unclip-webgpu-"));
  await writeTinyPacks(join(folder, "models"));
  const script = `
    import { createNodeHost } from "@unclip/host/node";
    import { openModel, textToImage } from "@unclip/unclip";
    const pictures = [];
    for (const provider of ["cpu", "webgpu"]) {
      const host = createNodeHost({ models: ${JSON.stringify(join(folder, "models"))}, data: ${JSON.stringify(folder)}, provider });
      const model = await openModel(host, "tiny-latent");
      // The upsamplers' convolutions read two pictures at once, 6 channels.
      const stages = [[], [3], [3, 4]];
      for (const [i, upsamplerSeeds] of stages.entries())
        (pictures[i] ??= []).push(await textToImage(model, "a red heart", { priorSeed: 1, decoderSeed: 2, upsamplerSeeds }));
    }
    const furthest = ([cpu, gpu]) => cpu.data.reduce((most, value, i) => Math.max(most, Math.abs(value - gpu.data[i])), 0);
    process.stdout.write(JSON.stringify(pictures.map((pair) => [pair[0].shape, furthest(pair)])));`;
  const found = JSON.parse(await inProcess(script)) as [number[], number][];
  rmSync(folder, { recursive: true });
  expect(found.map(([shape]) => shape)).toEqual([16, 32, 64].map((side) => [3, side, side]));
  for (const [shape, difference] of found) expect([shape, difference < 1e-2]).toEqual([shape, true]);
});

test("WebGPU in Chromium runs a graph on the tiny pack as node's CPU does, within a rounding error", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "unclip-webgpu-"));
  await writeTinyPacks(join(folder, "models"));
  const served = await serveFolders([await buildPage(), folder]);
  const browser = await openBrowser(softwareGpuFlags);
  try {
    const page = await openPage(browser, served.address);
    const started = await page.call("start", `${served.address}/models`, { gpu: "even-software" });
    const { backend, provider } = started as {
      backend: { provider: string; limits: { message: string }[] };
      provider: string;
    };
    if (backend.provider !== "webgpu")
      return context.skip(`Chromium gives no WebGPU adapter: ${backend.limits[0]?.message}`);
    expect(provider).toMatch(/^webgpu onnxruntime-web/);
    // Unless a test asks for it, software is left alone: WebAssembly is quicker.
    const careful = await openPage(browser, served.address);
    expect(await careful.call("start", `${served.address}/models`, { gpu: true, threads: 2 })).toMatchObject({
      backend: { provider: "wasm", limits: [{ code: "adapter_software" }] },
    });
    const example = (await exampleGraphs()).get("text-to-image")!;
    const graph = hurried({ ...example, model: "tiny-latent" });
    const found = (await page.call("run", graph)) as GraphRun;
    const node = createNodeHost({ models: join(folder, "models"), data: folder });
    const expected = await runGraphRecorded(node, graph);
    expect(found.failures).toEqual([]);
    expect(outline(found)).toEqual(outline(expected));
    const { latents, embeddings, pictures } = await compareRuns(found, expected);
    console.log(
      `WebGPU in Chromium, ${found.answers.length} calls: latents ${latents.toExponential(1)}, 1 − cosine of embeddings ${embeddings.toExponential(1)}, pictures ${pictures.toFixed(4)} of 255`,
    );
    expect(latents).toBeLessThan(1e-2);
    expect(embeddings).toBeLessThan(1e-2);
    expect(pictures).toBeLessThanOrEqual(1);
  } finally {
    await browser.close();
    served.close();
    rmSync(folder, { recursive: true });
  }
});
