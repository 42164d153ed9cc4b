/**
 * No request holds the server's event loop, and no file holds `unclip check`: measured in work of the thread, so that
 * other processes of a busy machine do not count, with four times what an idle machine of two cores may take.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { badGraphs } from "./catalogue.ts";
import { heavyGraphs } from "./heavy-graphs.ts";

const slower = 4;
/** Milliseconds that one turn of the event loop, and one `unclip check`, may take. */
const [mostHeld, mostChecked] = [100 * slower, 1000 * slower];
/** Bytes of a reply: a hundred problems. */
const longestReply = 200_000;

const graphs: readonly (readonly [string, Uint8Array])[] = [
  ...Object.entries(heavyGraphs).map(([name, make]) => [name, new TextEncoder().encode(make())] as const),
  ...badGraphs().map(({ name, bytes }) => [name, bytes] as const),
];

describe("the server's event loop is held by", () => {
  let server: BareServer;
  beforeAll(async () => {
    server = await startBareServer();
    expect((await server.api("/vocabulary")).status).toBe(200);
    // The thread that checks is started for the first graph.
    await server.api("/graphs", { method: "POST", headers: json, body: '{"graph":{}}' });
  });
  afterAll(() => server.close());
  const json = { "content-type": "application/json" };

  /** Sends a request; resolves to its status, the bytes of its reply and how long it held the event loop. */
  async function held(path: string, init?: RequestInit) {
    await server.worstHold();
    const response = await server.api(path, init);
    const bytes = (await response.arrayBuffer()).byteLength;
    // What a request leaves to be done after its answer is its doing, too.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { status: response.status, bytes, hold: await server.worstHold() };
  }

  test.each(["/runs", "/graphs"])("no graph that is sent to %s, and no reply is long", async (path) => {
    const long: unknown[] = [];
    for (const [name, bytes] of graphs) {
      const body = Buffer.concat([Buffer.from('{"graph":'), bytes, Buffer.from("}")]);
      const found = await held(path, { method: "POST", headers: json, body });
      expect([name, found.status]).toEqual([name, expect.toBeOneOf([201, 202, 400, 413, 422])]);
      if (found.hold > mostHeld || found.bytes > longestReply) long.push([name, found]);
    }
    expect(long).toEqual([]);
  });

  test("no upload, however large, with a digest or without, and no list", async () => {
    const png = { "content-type": "image/png" };
    const body = new Uint8Array(20_000_000).fill(7);
    body.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const digest = { "content-digest": `sha-256=:${"A".repeat(43)}=:` };
    const long: unknown[] = [];
    for (const [path, init] of [
      ["/assets", { method: "PUT", headers: png, body }],
      ["/assets", { method: "PUT", headers: { ...png, ...digest }, body }],
      ["/models", {}],
      ["/templates", {}],
      ["/vocabulary", {}],
      ["/openapi.json", {}],
      ["/runs?limit=200", {}],
      ["/graphs?limit=200", {}],
    ] as const) {
      const found = await held(path, init);
      if (found.hold > mostHeld) long.push([path, found]);
    }
    expect(long).toEqual([]);
  });
});

test("`unclip check` ends soon on each, and says no more than a person reads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unclip-heavy-"));
  const paths = graphs.map(([, bytes], i) => {
    const path = join(folder, `${i}.json`);
    writeFileSync(path, bytes);
    return path;
  });
  const script = fileURLToPath(new URL("../../apps/cli/testing/check-files.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@unclip/source", script, ...paths],
    { maxBuffer: 100_000_000 },
  );
  const results = JSON.parse(stdout) as [number, string, string, number][];
  const long = results.flatMap(([, out, err, work], i) =>
    work > mostChecked || out.length + err.length > longestReply ? [[graphs[i]?.[0], work, out.length]] : [],
  );
  expect(long).toEqual([]);
  rmSync(folder, { recursive: true });
});
