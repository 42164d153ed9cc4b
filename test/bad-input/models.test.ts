/**
 * Hostile model packs, rows 37 to 42 of the catalogue: a run on one ends with a clear error, whatever becomes of the
 * process that computed, and the server is the same and goes on. The numbers in ids are the catalogue's rows.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeTinyPacks } from "../packs/tiny-packs.ts";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { goodGraph } from "./catalogue.ts";
import { type HostilePack, writeHostilePacks } from "./hostile-packs.ts";

/** `MUTANTS=1000` for the long run. */
const mutants = Number(process.env.MUTANTS ?? 24);
let models: string;
let packs: HostilePack[];
let server: BareServer;

beforeAll(async () => {
  models = mkdtempSync(join(tmpdir(), "unclip-hostile-"));
  await writeTinyPacks(models);
  packs = writeHostilePacks(models, mutants);
  // Time enough for a good run on a busy machine; the loop without end takes all of it.
  server = await startBareServer(["--models", models, "--run-seconds", "12"]);
  expect((await server.api("/vocabulary")).status).toBe(200);
});
afterAll(async () => {
  await server.close();
  rmSync(models, { recursive: true, force: true });
});

interface Ended {
  readonly status: string;
  /** The code of the node that failed, or of the run. */
  readonly code: string | undefined;
  readonly node?: string | undefined;
  readonly message: string | undefined;
}

async function run(model: string): Promise<Ended> {
  const graph = { ...JSON.parse(goodGraph.toString()), model };
  const accepted = await server.api("/runs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ graph }),
  });
  const { id } = (await accepted.json()) as { id: string };
  expect([model, accepted.status]).toEqual([model, 202]);
  for (;;) {
    const record = await get<{ status: string; error?: { code: string; message: string } }>(`/runs/${id}`);
    if (record.status === "queued" || record.status === "running") {
      await new Promise((resolve) => setTimeout(resolve, 30));
      continue;
    }
    interface Told {
      readonly event: string;
      readonly node?: string;
      readonly error?: { readonly code: string; readonly message: string };
    }
    const { events } = await get<{ events: Told[] }>(`/runs/${id}/events`);
    const failed = events.find((e) => e.event === "node-failed");
    const error = failed?.error ?? record.error;
    return { status: record.status, code: error?.code, node: failed?.node, message: error?.message };
  }
}
const get = async <T>(path: string) => (await (await server.api(path)).json()) as T;

describe("a hostile model", () => {
  test("ends its run with a clear error, and only that", { timeout: 600_000 }, async () => {
    const ends: Record<string, Ended> = {};
    for (const { id, codes } of packs) {
      const ended = await run(id);
      ends[id] = ended;
      if (codes.length === 0) {
        // A flipped bit of a weight may change nothing that can be seen.
        expect([id, ["done", "failed"].includes(ended.status)]).toEqual([id, true]);
        if (ended.status === "failed")
          expect([id, ended.message]).toEqual([id, expect.stringMatching(/\.$/)]);
        continue;
      }
      expect([id, ended.status, codes.includes(ended.code ?? "") ? codes : ended]).toEqual([
        id,
        "failed",
        codes,
      ]);
      expect([id, ended.message]).toEqual([id, expect.stringMatching(/\.$/)]);
      // What lies elsewhere on the disk is never part of an answer.
      expect(ended.message).not.toMatch(/root:|\n\s+at /);
    }
    // A wrong width is told where it is made, and not by what is fed it.
    expect(ends["row-39-output-of-another-width"]).toMatchObject({
      node: "encode",
      message: expect.stringContaining(
        'row-39-output-of-another-width/text-encoder.onnx (text-encoder): the output "text_embeds" (embedding) has the shape [1, 32], expected [1, 16]',
      ),
    });
    // Each was the same server: it knows them all, and makes pictures.
    expect((await get<{ status: string }>("/health")).status).toBe("ok");
    expect(await run("tiny-latent")).toMatchObject({ status: "done" });
    if (process.env.SHOW)
      console.log(
        Object.entries(ends)
          .map(([id, e]) => `${id}: ${e.code} ${e.message}`)
          .join("\n"),
      );
  });
});

describe("a hostile manifest", () => {
  const manifest = () => JSON.parse(readFileSync(join(models, "tiny-latent", "model.json"), "utf8"));
  const write = (id: string, text: string) => {
    mkdirSync(join(models, id), { recursive: true });
    writeFileSync(join(models, id, "model.json"), text);
  };

  test("makes a pack that cannot be used and says why; the others can", async () => {
    const outside = manifest();
    outside.files["../../../../etc/passwd"] = { sha256: "0".repeat(64), bytes: 1 };
    const polluted = JSON.stringify(manifest()).replace("{", '{"__proto__":{"polluted":1},');
    const bad: Record<string, string> = {
      "bad-path": JSON.stringify({ ...outside, id: "bad-path" }),
      "bad-proto": polluted.replace('"tiny-latent"', '"bad-proto"'),
      "bad-json": "{",
      "bad-empty": "",
      "bad-deep": `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
      "bad-schedule": JSON.stringify({
        ...manifest(),
        id: "bad-schedule",
        schedules: { x: { kind: "cosine", steps: 1e9 } },
      }),
      // 38: the sha256 of nothing.
      "bad-empty-file": JSON.stringify({
        ...manifest(),
        id: "bad-empty-file",
        files: {
          ...manifest().files,
          "text-encoder.onnx": { sha256: createHash("sha256").digest("hex"), bytes: 0 },
        },
      }),
      "bad-id": JSON.stringify({ ...manifest(), id: "../tiny-latent" }),
    };
    for (const [id, text] of Object.entries(bad)) write(id, text);
    bad["bad-link"] = "/etc/passwd";
    mkdirSync(join(models, "bad-link"));
    symlinkSync(bad["bad-link"], join(models, "bad-link", "model.json"));
    const { models: listed } = await get<{ models: { id: string; problem: string | null }[] }>("/models");
    for (const id of Object.keys(bad)) {
      const problem = listed.find((pack) => pack.id === id)?.problem;
      expect([id, problem]).toEqual([id, expect.stringMatching(/\.$/)]);
      expect(problem).not.toMatch(/\n\s+at |root:/);
      const refused = await server.api("/runs", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ graph: { ...JSON.parse(goodGraph.toString()), model: id } }),
      });
      expect([id, refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        id,
        422,
        "model_invalid",
      ]);
    }
    expect(listed.find((pack) => pack.id === "tiny-latent")?.problem).toBeNull();
  });
});
