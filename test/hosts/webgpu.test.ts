/** The WebGPU provider of onnxruntime-node, on a graphics card or on the software driver that comes with Chromium. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "../machine.ts";
import { writeTinyPacks } from "../packs/tiny-packs.ts";

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

test("WebGPU makes the tiny pack's picture as the CPU does, within a rounding error", async (context) => {
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
      pictures.push((await textToImage(model, "a red heart", { priorSeed: 1, decoderSeed: 2 })).data);
    }
    let difference = 0;
    for (const [i, value] of pictures[0].entries()) difference = Math.max(difference, Math.abs(value - pictures[1][i]));
    process.stdout.write(JSON.stringify({ values: pictures[0].length, difference }));`;
  const { values, difference } = JSON.parse(await inProcess(script));
  rmSync(folder, { recursive: true });
  expect(values).toBeGreaterThan(100);
  expect(difference).toBeLessThan(1e-2);
});
