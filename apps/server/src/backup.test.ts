import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeImages } from "@unclip/host/node";
import { describe, expect, it } from "vitest";
import { faultGraph } from "../testing/fault-graph.ts";
import { startTestServer } from "../testing/test-server.ts";
import { backUp } from "./backup.ts";

describe("a copy of the data folder", () => {
  it("is made while the server works, and a server opens it with every run and picture", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-backup-"));
    const server = await startTestServer();
    const run = await server.submit(faultGraph("wait", { milliseconds: 1 }, "copied"));
    await server.ended(run);
    const png = await createNodeImages().encode(
      { data: Float32Array.from({ length: 27 }, (_, i) => Math.cos(i)), shape: [3, 3, 3] },
      "image/png",
    );
    const stored = await server.api("/assets", {
      method: "PUT",
      body: new Uint8Array(png),
      headers: { "content-type": "image/png" },
    });
    const { id } = (await stored.json()) as { id: string };
    const copy = await backUp(server.data, join(folder, "copy"));
    const events = await server.events(run);
    await server.end();

    const restored = await startTestServer({ data: copy });
    expect(await restored.get(`/runs/${run}`)).toMatchObject({ status: "done" });
    expect(await restored.events(run)).toEqual(events);
    expect((await restored.api(`/assets/${id}`)).status).toBe(200);
    await restored.end();
    rmSync(folder, { recursive: true });
  });

  it("is complete although pictures and runs are removed meanwhile", { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-backup-"));
    const server = await startTestServer();
    const submit = (i: number) =>
      server.submit(faultGraph("spill", { megabytes: 1, milliseconds: 0 }, `${i}`));
    const runs: string[] = [];
    for (let i = 0; i < 8; i++) runs.push(await submit(i));
    for (const run of runs) await server.ended(run);
    let working = true;
    const churn = (async () => {
      for (let i = 100; working; i++) {
        const run = runs.shift()!;
        await server.api(`/runs/${run}/record`, { method: "DELETE" });
        const next = await submit(i);
        await server.ended(next);
        runs.push(next);
      }
    })();
    const copies: string[] = [];
    for (let i = 0; i < 5; i++) copies.push(await backUp(server.data, join(folder, `copy ${i}`)));
    working = false;
    await churn;
    await server.end();
    for (const copy of copies) {
      const restored = await startTestServer({ data: copy });
      const { runs } = await restored.get("/runs?limit=200");
      expect(runs.length).toBeGreaterThanOrEqual(7);
      expect((await restored.get("/usage")).pictures.bytes).toBeGreaterThanOrEqual(7_000_000);
      await restored.end();
    }
    rmSync(folder, { recursive: true });
  });

  it("replaces nothing and is made of nothing that is not there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-backup-"));
    await expect(backUp(folder, join(folder, "copy"))).rejects.toThrow(/nothing to copy/);
    const server = await startTestServer();
    await expect(backUp(server.data, folder)).rejects.toThrow(/there already/);
    await server.end();
    rmSync(folder, { recursive: true });
  });
});
