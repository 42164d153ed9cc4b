import { createHash } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeHost } from "@unclip/host/node";
import { openModel } from "@unclip/unclip";
import { beforeAll, describe, expect, test } from "vitest";
import { writeTinyPacks } from "./tiny-packs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unclip-packs-"));
  await writeTinyPacks(folder);
});
const open = () => createNodeHost({ models: folder, data: join(folder, "data"), threads: 1 });

describe("tiny packs", () => {
  test("parse, and every model file loads with the tensors that its role names", async () => {
    const host = open();
    expect(await host.packs.list()).toEqual(["tiny-latent", "tiny-pixel"]);
    for (const id of await host.packs.list()) {
      const pack = await host.packs.open(id);
      for (const [role, spec] of Object.entries(pack.manifest.roles)) {
        if (!spec) continue;
        const session = await host.sessions.open(pack, spec.file);
        expect(session.inputs.map((i) => i.name).sort(), role).toEqual(Object.values(spec.in).sort());
        expect(
          session.outputs.map((o) => o.name),
          role,
        ).toEqual(expect.arrayContaining(Object.values(spec.out).sort()));
      }
    }
    await host.sessions.release();
  });

  test("are the same bytes each time", async () => {
    const again = await mkdtemp(join(tmpdir(), "unclip-packs-"));
    await writeTinyPacks(again);
    for (const file of ["tiny-pixel/model.json", "tiny-latent/model.json"]) {
      expect(await readFile(join(again, file), "utf8")).toBe(await readFile(join(folder, file), "utf8"));
    }
  });
});

describe("a pack that was damaged", () => {
  test("names the digest found and expected of a changed file", async () => {
    const damaged = await mkdtemp(join(tmpdir(), "unclip-packs-"));
    await writeTinyPacks(damaged);
    const path = join(damaged, "tiny-pixel", "prior.onnx");
    const bytes = await readFile(path);
    bytes[100] = bytes[100]! ^ 1;
    await writeFile(path, bytes);
    const host = createNodeHost({ models: damaged, data: join(damaged, "data") });
    const pack = await host.packs.open("tiny-pixel");
    const digest = pack.manifest.files["prior.onnx"]!.sha256;
    await expect(host.sessions.open(pack, "prior.onnx")).rejects.toMatchObject({
      code: "model_changed",
      message: expect.stringMatching(new RegExp(`prior.onnx: found sha256 [0-9a-f]{64}, expected ${digest}`)),
    });
  });

  test("is refused when a deviation of its embeddings is 0, for then every sample is their mean (unclip.md §6)", async () => {
    const damaged = await mkdtemp(join(tmpdir(), "unclip-packs-"));
    await writeTinyPacks(damaged);
    const folder = join(damaged, "tiny-pixel");
    const manifest = JSON.parse(await readFile(join(folder, "model.json"), "utf8"));
    const bytes = await readFile(join(folder, "stats.bin"));
    const { offset } = manifest.files["stats.bin"].tensors.std;
    bytes.writeFloatLE(0, offset + 8);
    await writeFile(join(folder, "stats.bin"), bytes);
    manifest.files["stats.bin"].sha256 = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(folder, "model.json"), JSON.stringify(manifest));
    const host = createNodeHost({ models: damaged, data: join(damaged, "data") });
    await expect(openModel(host, "tiny-pixel")).rejects.toMatchObject({
      code: "model_invalid",
      message: expect.stringMatching(/deviations above 0/),
    });
  });
});
