/** `--provider webgpu`, on a graphics card or on a software driver for Vulkan; without either it says so and is skipped. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "../../testing/client.ts";
import { type ServerProcess, startServerProcess } from "../../testing/server-process.ts";
import { softwareVulkan } from "../../testing/software-vulkan.ts";
import { writeTinyPacks } from "../../testing/tiny-packs.ts";

let folder: string;
let server: ServerProcess;
let client: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-webgpu-"));
  await writeTinyPacks(join(folder, "models"));
  const args = ["--data", join(folder, "data"), "--models", join(folder, "models"), "--provider", "webgpu"];
  server = startServerProcess("src/main.ts", args, { env: softwareVulkan() });
  client = clientOf(await server.ready);
}, 60_000);
afterAll(async () => {
  server.child.kill("SIGKILL");
  await server.exit;
  rmSync(folder, { recursive: true, force: true });
});

describe("the server with --provider webgpu", () => {
  it("makes a picture on it, or says in one sentence why it cannot", { timeout: 720_000 }, async (test) => {
    const vocabulary = await client.api("/vocabulary");
    if (vocabulary.status === 503) {
      const { code, detail } = (await vocabulary.json()) as { code: string; detail: string };
      expect([code, detail]).toEqual([
        "runner_not_ready",
        expect.stringMatching(/^Found no working webgpu .*\.$/s),
      ]);
      expect(await client.get("/health")).toMatchObject({ status: "degraded", provider: null });
      return test.skip(`There is no driver for Vulkan: ${detail}`);
    }
    expect(await client.get("/health")).toMatchObject({
      status: "ok",
      provider: expect.stringMatching(/^webgpu onnxruntime /),
    });
    const file = new URL("../../../../graphs/text-to-image.json", import.meta.url);
    const graph = { ...JSON.parse(readFileSync(file, "utf8")), model: "tiny-latent" };
    for (const node of ["prior", "decode"]) graph.nodes[node].params.steps = 2;
    const run = await client.submit(graph);
    expect(await client.ended(run)).toMatchObject({ status: "done" });
    const shown = (await client.events(run)).find((e) => e.event === "node-finished" && e.node === "decode");
    expect(shown).toMatchObject({ outputs: { image: { items: [{ asset: { type: "image/png" } }] } } });
  });
});
