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
    const start = performance.now();
    const response = await post(row.bytes);
    const milliseconds = performance.now() - start;
    const problem = (await response.json()) as Record<string, unknown>;
    expect([response.status, problem.code]).toEqual([row.status, row.code]);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(String(problem.detail)).toMatch(/\.$/);
    expect(String(problem.detail)).not.toMatch(/\n\s+at /);
    // The limit is 100 ms on an idle machine; this one may be training a model.
    expect(milliseconds).toBeLessThan(1000);
  });

  test("kept none of them, and runs the graph that is not bad", async () => {
    expect(await (await server.api("/runs")).json()).toEqual({ runs: [], next: null });
    const accepted = await post(goodGraph);
    expect(accepted.status).toBe(202);
    const { id } = (await accepted.json()) as { id: string };
    await expect
      .poll(async () => ((await (await server.api(`/runs/${id}`)).json()) as { status: string }).status, {
        timeout: 60_000,
      })
      .toBe("done");
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
