import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeHost } from "@unclip/host/node";
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
        expect(session.outputs.map((o) => o.name).sort(), role).toEqual(Object.values(spec.out).sort());
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
});
