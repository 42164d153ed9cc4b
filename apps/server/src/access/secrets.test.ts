import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { clientOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startServerProcess } from "../../testing/server-process.ts";

it("neither the token nor what people write is in the log, whatever goes wrong", async () => {
  const data = mkdtempSync(join(tmpdir(), "unclip-secrets-"));
  const server = startServerProcess("testing/fault-main.ts", ["--data", data, "--run-seconds", "1"]);
  try {
    const url = await server.ready;
    const client = clientOf(url);
    const token = new URL(url).searchParams.get("token")!;
    const words = "canary-what-someone-wrote";
    const before = server.out().length;
    await client.ended(await client.submit(faultGraph("crash", {}, words)));
    await client.ended(await client.submit(faultGraph("wait", { milliseconds: 60_000 }, words)));
    await client.post({ ...faultGraph("wait", {}, words), model: words });
    await client.api(`/runs/${words}?token=${token}`);
    await fetch(`${client.origin}/api/v1/health`, { headers: { authorization: `Bearer ${token}x` } });
    await client.api("/assets", { method: "PUT", body: words, headers: { "content-type": "image/png" } });
    // It does write a log: of the process that ended.
    expect(server.err()).toContain("SIGSEGV");
    const log = server.out().slice(before) + server.err();
    expect([log.includes(token), log.includes(words)]).toEqual([false, false]);
  } finally {
    server.child.kill("SIGKILL");
    await server.exit;
    rmSync(data, { recursive: true, force: true });
  }
});
