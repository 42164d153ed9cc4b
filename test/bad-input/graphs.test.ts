/** Every bad graph, to the server and to the command line. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";
import { badGraphs, goodGraph } from "./catalogue.ts";

const rows = badGraphs();

describe("the server", () => {
  let server: BareServer;
  beforeAll(async () => {
    server = await startBareServer();
    expect((await server.api("/vocabulary")).status).toBe(200);
  });
  afterAll(() => server.close());
  const post = (graph: Uint8Array) =>
    server.api("/runs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat([Buffer.from('{"graph":'), graph, Buffer.from("}")]),
    });

  test.each(rows.map((row) => [row.name, row] as const))("refuses %s", async (_name, row) => {
    const response = await post(row.bytes);
    const problem = (await response.json()) as Record<string, unknown>;
    expect([response.status, problem.code]).toEqual([row.status, row.code]);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(String(problem.detail)).toMatch(/\.$/);
    expect(String(problem.detail)).not.toMatch(/\n\s+at /);
  });

  test("needs no more time for any than its bytes take to be sent and looked at", async () => {
    const time = async (bytes: Uint8Array) => {
      const start = performance.now();
      await (await post(bytes)).arrayBuffer();
      return performance.now() - start;
    };
    // Bytes have to be sent and read, whatever is in them: against a body of the same length that is no JSON.
    const slow: unknown[] = [];
    for (const { name, bytes } of rows) {
      const plain = new Uint8Array(bytes.length).fill(0x78);
      const times: [number, number][] = [];
      for (let i = 0; i < 3; i++) times.push([await time(bytes), await time(plain)]);
      // The best of three: this machine has other things to do.
      const best = (of: 0 | 1) => Math.min(...times.map((pair) => pair[of]));
      if (best(0) > 100 * Math.max(1, best(1))) slow.push([name, best(0), best(1)]);
    }
    expect(slow).toEqual([]);
  });

  test("kept none of them, and runs the graph that is not bad", async () => {
    expect(await (await server.api("/runs")).json()).toEqual({ runs: [], next: null });
    const accepted = await post(goodGraph);
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as { id: string };
    await expect
      .poll(async () => ((await (await server.api(`/runs/${id}`)).json()) as { status: string }).status, {
        timeout: 240_000,
      })
      .toBe("done");
  });
});

/** What is accepted, and what becomes of it: odd, but not wrong, or known to be wrong only when a file is read. */
describe("an odd graph", () => {
  let server: BareServer;
  beforeAll(async () => {
    server = await startBareServer();
    expect((await server.api("/vocabulary")).status).toBe(200);
  });
  afterAll(() => server.close());
  interface Told {
    readonly event: string;
    readonly node?: string;
    readonly error?: { readonly code: string; readonly message: string };
    readonly remarks?: readonly string[];
    readonly outputs?: Record<string, { items: { text?: string; facts?: Record<string, unknown> }[] }>;
  }
  const get = async <T>(path: string) => (await (await server.api(path)).json()) as T;
  /** Runs a graph, which must be accepted; resolves to its id, its status and its events. */
  async function run(graph: unknown): Promise<{ id: string; status: string; events: Told[] }> {
    const accepted = await server.api("/runs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof graph === "string" ? graph : JSON.stringify({ graph }),
    });
    const { id } = (await accepted.json()) as { id: string };
    expect(accepted.status).toBe(202);
    for (;;) {
      const told = await get<{ status: string; events: Told[] }>(`/runs/${id}/events`);
      if (told.status !== "queued" && told.status !== "running") return { id, ...told };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  // biome-ignore lint/suspicious/noExplicitAny: a document that tests change
  const good = () => JSON.parse(goodGraph.toString()) as any;
  const upload = async (body: string) => {
    const headers = { "content-type": "application/json" };
    const stored = await server.api("/assets", { method: "PUT", headers, body });
    return (await stored.json()) as { id: string };
  };
  const fromFile = (asset: string) => {
    const graph = good();
    const { decode, picture } = graph.nodes;
    const file = { type: "embedding-file", params: { asset } };
    return {
      ...graph,
      nodes: { file, decode: { ...decode, inputs: { embedding: "file.embedding" } }, picture },
    };
  };

  test("19 with a file of embeddings of another width fails on the node that reads it", async () => {
    const { id } = await upload(JSON.stringify(Array.from({ length: 8 }, (_, i) => i + 1)));
    const { status, events } = await run(fromFile(id));
    expect(status).toBe("failed");
    expect(events.find((e) => e.event === "node-failed")).toMatchObject({
      node: "file",
      error: { code: "space_mismatch", message: expect.stringMatching(/8 numbers, expected 16/) },
    });
  });

  test("with an uploaded file of embeddings of its own width makes a picture of each", async () => {
    const { id } = await upload(
      JSON.stringify({
        embeddings: [1, 2].map((k) => Array.from({ length: 16 }, (_, i) => Math.sin(k * (i + 1)))),
        labels: ["first", "second"],
      }),
    );
    const { status, events } = await run(fromFile(id));
    expect(status).toBe("done");
    const shown = events.find((e) => e.event === "node-finished" && e.node === "picture");
    expect(Object.values(shown?.outputs ?? {})[0]?.items).toHaveLength(2);
  });

  test("30 with a sweep that only the file tells to be too large fails on the node that multiplies", async () => {
    const embeddings = Array.from({ length: 20 }, (_, k) => Array.from({ length: 16 }, (_, i) => i + k + 1));
    const { id } = await upload(JSON.stringify({ embeddings }));
    const graph = fromFile(id);
    Object.assign(graph.nodes, {
      pairs: { type: "pairs", inputs: { rows: "file.embedding", columns: "file.embedding" } },
      decode: { ...graph.nodes.decode, inputs: { embedding: "pairs.row" } },
    });
    const { status, events } = await run(graph);
    expect(status).toBe("failed");
    expect(events.find((e) => e.event === "node-failed")).toMatchObject({
      node: "pairs",
      error: {
        code: "sweep_too_large",
        message: expect.stringContaining("20 × 20 = 400 items, expected at most 256"),
      },
    });
  });

  test("26 with −0 means 0: the run has it so, and computes nothing new for it", async () => {
    const text = (guidance: string) =>
      JSON.stringify({ graph: good() }).replace('"steps":3}', `"steps":3,"guidance":${guidance}}`);
    expect((await run(text("0"))).status).toBe("done");
    const again = await run(text("-0"));
    expect(again.events.at(-1)).toMatchObject({ status: "done", computed: 0 });
    expect(await (await server.api(`/runs/${again.id}/graph`)).text()).not.toContain("-0");
  });

  test("29 with a caption that is longer than the encoder reads is carried out, and says what was not read", async () => {
    const graph = good();
    graph.nodes.caption.params.text = "a red heart, then a blue fish on a green hill under the sun";
    const { status, events } = await run(graph);
    expect(status).toBe("done");
    const encoded = events.find((e) => e.event === "node-finished" && e.node === "encode");
    const [item] = encoded?.outputs?.text?.items ?? [];
    expect(item).toMatchObject({
      text: expect.stringMatching(/cut to 12 tokens/),
      facts: { truncated: true },
    });
    const [remark = ""] = encoded?.remarks ?? [];
    expect(remark).toMatch(/longer than the model reads \(12 tokens\): ".*under the sun" was left out/);
    expect(remark).not.toContain("a red heart");
  });
});

describe("unclip check", () => {
  test("says the same, with exit code 2 and no stack trace", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-bad-input-"));
    const paths = rows.map((row) => {
      const path = join(folder, `${row.name}.json`);
      writeFileSync(path, row.bytes);
      return path;
    });
    const script = fileURLToPath(new URL("../../apps/cli/testing/check-files.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@unclip/source", script, ...paths],
      { maxBuffer: 100_000_000 },
    );
    const results = JSON.parse(stdout) as [number, string, string][];
    for (const [index, [exit, out, err]] of results.entries()) {
      const row = rows[index]!;
      const expected = row.check ?? row.code;
      expect(`${out}${err}`).not.toMatch(/\n\s+at /);
      if (row.code === "utf8_invalid") {
        expect([row.name, exit, out]).toEqual([row.name, 2, ""]);
        expect(err).toContain("UTF-8");
        continue;
      }
      const problems = JSON.parse(out) as { code: string; severity: string }[];
      const [first] = problems.filter((p) => p.severity === "error").map((p) => p.code);
      expect([row.name, exit, first ?? "ready"]).toEqual([row.name, expected === "ready" ? 0 : 2, expected]);
    }
    rmSync(folder, { recursive: true });
  });
});
