/** What a person stores over the API, how it is bounded, and how they remove it. */
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeImages } from "@unclip/host/node";
import type { SavedGraph, UploadList, Usage } from "@unclip/protocol";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Client, clientOf, problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

const tokens = { ann: "a".repeat(40), bob: "b".repeat(40) };
const quota = 4_000_000;
let folder: string;
let server: TestServer;
let ann: Client;
let bob: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-storage-"));
  const file = join(folder, "users.json");
  writeFileSync(
    file,
    JSON.stringify({ users: Object.entries(tokens).map(([name, token]) => ({ name, token })) }),
  );
  // Two users: each has half of it.
  server = await startTestServer(
    { users: file, quota: (2 * quota) / 1e6 },
    { limits: { requestsPerSecond: 5000, bytesPerSecond: 1e9 } },
  );
  ann = clientOf(`${server.origin}/?token=${tokens.ann}`);
  bob = clientOf(`${server.origin}/?token=${tokens.bob}`);
});
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true });
});

const usage = (client: Client) => client.get("/usage") as Promise<Usage>;
const remove = async (client: Client, path: string) => (await client.api(path, { method: "DELETE" })).status;
/** A picture of noise, some `bytes` large. */
async function noise(bytes: number, seed: number): Promise<Uint8Array<ArrayBuffer>> {
  const side = Math.round(Math.sqrt(bytes / 3));
  let state = seed + 1;
  const data = Float32Array.from({ length: 3 * side * side }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  });
  return new Uint8Array(await createNodeImages().encode({ data, shape: [3, side, side] }, "image/png"));
}
async function upload(client: Client, bytes: number, seed: number): Promise<Response> {
  return client.api("/assets", {
    method: "PUT",
    headers: { "content-type": "image/png" },
    body: await noise(bytes, seed),
  });
}
const save = (client: Client, text: string) =>
  client.api("/graphs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ graph: faultGraph("wait", {}, text) }),
  });
const files = () =>
  readdirSync(join(server.data, "assets"), { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  );
/** Removes all that a user stores, as they would. */
async function clear(client: Client): Promise<void> {
  for (const { id } of (await client.get("/runs?limit=200")).runs) await remove(client, `/runs/${id}/record`);
  for (const { id } of ((await client.get("/assets?limit=200")) as UploadList).uploads)
    await remove(client, `/assets/${id}`);
  for (const { id } of (await client.get("/graphs?limit=200")).graphs) await remove(client, `/graphs/${id}`);
}

describe("a user's storage", () => {
  it("is counted, listed and removed piece by piece, and nothing is left of it", async () => {
    const id = ((await (await upload(ann, 30_000, 1)).json()) as { id: string }).id;
    expect(((await ann.get("/assets")) as UploadList).uploads).toMatchObject([
      { id, bytes: expect.any(Number) },
    ]);
    const run = await ann.submit(faultGraph("spill", { megabytes: 1, milliseconds: 0 }));
    await ann.ended(run);
    const saved = (await (await save(ann, "kept")).json()) as SavedGraph;
    const counted = await usage(ann);
    expect(counted).toMatchObject({
      allowed: quota,
      runs: { count: 1 },
      graphs: { count: 1 },
      uploads: { count: 1 },
    });
    expect(counted.pictures.bytes).toBe(1_000_000 + counted.uploads.bytes);
    expect(counted.used).toBe(counted.pictures.bytes + counted.runs.bytes + counted.graphs.bytes);
    expect(files()).toHaveLength(2);
    expect((await usage(bob)).used).toBe(0);

    expect(await remove(bob, `/assets/${id}`)).toBe(404);
    expect(await remove(ann, `/assets/${id}`)).toBe(204);
    expect((await ann.api(`/assets/${id}`)).status).toBe(404);
    expect(await remove(ann, `/assets/${id}`)).toBe(404);
    expect(await remove(ann, `/runs/${run}/record`)).toBe(204);
    expect(await remove(ann, `/graphs/${saved.id}`)).toBe(204);
    expect(files()).toHaveLength(0);
    expect((await usage(ann)).used).toBe(0);
  });

  it("is bounded over runs, graphs and uploads together, with an answer that says what to remove", async () => {
    try {
      const refused = async (response: Response) => {
        const { status, code, detail, remedy } = await problemOf(response);
        expect([status, code]).toEqual([429, "quota_stored"]);
        expect(detail).toMatch(
          /^You store \d+ (kB|MB) of the 4000 kB that .* takes \d+ (bytes|kB|MB) more\./,
        );
        expect(remedy).toContain("DELETE /assets/ID");
      };
      for (let n = 0; n < 3; n++) expect((await upload(ann, 1_000_000, n)).status).toBe(201);
      let graphs = 0;
      let response = await save(ann, `${graphs} ${"x".repeat(30_000)}`);
      for (; response.status === 201; graphs++) response = await save(ann, `${graphs} ${"y".repeat(30_000)}`);
      await refused(response);
      expect(graphs).toBeGreaterThan(10);
      await refused(await upload(ann, 1_000_000, 9));
      await refused(await ann.post(faultGraph("wait", {}, "z".repeat(31_000))));
      expect((await usage(ann)).used).toBeLessThanOrEqual(quota);
      // A file that was refused does not stay.
      expect(files()).toHaveLength(3);
      // Bob has all of his.
      expect((await upload(bob, 1_000_000, 9)).status).toBe(201);
      const { uploads } = (await ann.get("/assets")) as UploadList;
      expect(await remove(ann, `/assets/${uploads[0]!.id}`)).toBe(204);
      expect((await upload(ann, 500_000, 9)).status).toBe(201);
    } finally {
      await clear(ann);
      await clear(bob);
    }
    expect([(await usage(ann)).used, files().length]).toEqual([0, 0]);
  });

  it("makes room for new results from the user's own oldest, not from pins and not from others", async () => {
    const spill = async (client: Client, words: string) => {
      const run = await client.submit(faultGraph("spill", { megabytes: 1, milliseconds: 0 }, words));
      expect(await client.ended(run)).toMatchObject({ status: "done" });
      return run;
    };
    try {
      const his = await spill(bob, "his");
      const pinned = await spill(ann, "pinned");
      await ann.api(`/runs/${pinned}/pin`, { method: "PUT" });
      const runs: string[] = [];
      for (let i = 0; i < 6; i++) runs.push(await spill(ann, `${i}`));
      await vi.waitFor(async () => expect((await usage(ann)).used).toBeLessThanOrEqual(quota), {
        timeout: 120_000,
      });
      const released = async (client: Client, run: string) =>
        (await client.get(`/runs/${run}`)).released === true;
      expect(await released(ann, runs[0]!)).toBe(true);
      expect(await released(ann, runs.at(-1)!)).toBe(false);
      expect([await released(ann, pinned), await released(bob, his)]).toEqual([false, false]);
      // What is released is gone from the disk.
      await vi.waitFor(() => expect(files().length).toBeLessThanOrEqual(4), { timeout: 120_000 });
      expect((await usage(ann)).pinned).toEqual({ count: 1, bytes: 1_000_000 });

      // All pinned: there is nothing to give way, and a run that needs more ends with a reason.
      for (const run of runs) await ann.api(`/runs/${run}/pin`, { method: "PUT" });
      const over = (words: string) =>
        ann.submit(faultGraph("spill", { megabytes: 9, milliseconds: 30_000 }, words));
      const large = await over("too much");
      const record = await ann.ended(large);
      expect(record).toMatchObject({ status: "failed", error: { code: "quota_stored" } });
      // Neither what had been cached for others nor their runs went with it.
      const [last] = (await bob.events(await spill(bob, "his"))).slice(-1);
      expect(last).toMatchObject({ event: "run-finished", computed: 0 });
      // What waits meanwhile, accepted when there was room, does not begin.
      const blocking = await bob.submit(faultGraph("wait", { milliseconds: 30_000 }, "meanwhile"));
      await bob.begun(blocking);
      const [first, second] = [await over("first"), await over("second")];
      await ann.api(`/runs/${first}/pin`, { method: "PUT" });
      await bob.api(`/runs/${blocking}`, { method: "DELETE" });
      expect(await ann.ended(first)).toMatchObject({ error: { code: "quota_stored" } });
      expect(await ann.ended(second)).toMatchObject({ error: { code: "quota_stored" } });
      expect((await ann.events(second)).map(({ event }) => event)).toEqual(["run-finished"]);
    } finally {
      for (const client of [ann, bob]) await clear(client);
    }
  });

  it("is given back to the disk when it is removed", { timeout: 600_000 }, async () => {
    const own = await startTestServer();
    try {
      const size = () => statSync(join(own.data, "unclip.db")).size;
      const headers = { "content-type": "application/json" };
      const ids: string[] = [];
      for (let i = 0; i < 60; i++) {
        const note = (n: number) => ({ text: `${i} ${n} ${"a".repeat(32_000)}`, at: [0, n] });
        const notes = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`n${n}`, note(n)]));
        const graph = { ...faultGraph("wait", {}, `${i}`), notes };
        const saved = await own.api("/graphs", { method: "POST", headers, body: JSON.stringify({ graph }) });
        expect(saved.status).toBe(201);
        ids.push(((await saved.json()) as SavedGraph).id);
      }
      await vi.waitFor(() => expect(size()).toBeGreaterThan(25_000_000), { timeout: 180_000, interval: 100 });
      for (const id of ids) expect(await remove(own, `/graphs/${id}`)).toBe(204);
      expect((await usage(own)).used).toBe(0);
      await vi.waitFor(() => expect(size()).toBeLessThan(8_000_000), { timeout: 180_000, interval: 100 });
    } finally {
      await own.end();
    }
  });
});

describe("a data folder that goes away under a server", () => {
  it("is noticed: nothing is accepted, and health says what is wrong", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const data = join(folder, "moving");
    const moving = await startTestServer({ data });
    try {
      await expect.poll(async () => (await moving.get("/health")).status, { timeout: 90_000 }).toBe("ok");
      renameSync(data, `${data}-elsewhere`);
      expect(await moving.get("/health")).toMatchObject({
        status: "degraded",
        problem: expect.stringMatching(/was moved, replaced or removed/),
      });
      expect(await problemOf(await moving.post(faultGraph("wait")))).toMatchObject({
        status: 507,
        code: "storage_failed",
      });
      expect((await moving.api("/ready")).status).toBe(507);
      // Reading goes on.
      expect((await moving.api("/runs")).status).toBe(200);
      renameSync(`${data}-elsewhere`, data);
      await moving.ended(await moving.submit(faultGraph("wait", { milliseconds: 1 })));
      rmSync(join(data, "assets"), { recursive: true });
      expect(await moving.get("/health")).toMatchObject({ status: "degraded" });
      expect(existsSync(join(data, "assets"))).toBe(false);
    } finally {
      await moving.end();
      log.mockRestore();
    }
  });
});
