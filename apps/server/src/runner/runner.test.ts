import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer } from "../../testing/test-server.ts";

describe("a runner that does not start", () => {
  it("leaves a server that says so, and that works as soon as the runner does", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-runner-"));
    const main = join(folder, "main.ts");
    writeFileSync(main, "process.exit(3)");
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const server = await startTestServer({}, { runner: pathToFileURL(main) });
    try {
      const refused = await server.post(faultGraph("wait"));
      expect(refused.headers.get("retry-after")).toBe("2");
      expect(await problemOf(refused)).toMatchObject({
        status: 503,
        code: "runner_not_ready",
        detail: expect.stringContaining("exit code 3"),
      });
      expect(await server.get("/health")).toMatchObject({ status: "degraded", provider: null });
      expect((await server.api("/runs")).status).toBe(200);
      writeFileSync(
        main,
        `import ${JSON.stringify(new URL("../../testing/fault-runner.ts", import.meta.url).href)}`,
      );
      await expect.poll(async () => (await server.get("/health")).status, { timeout: 90_000 }).toBe("ok");
      expect((await server.ended(await server.submit(faultGraph("wait")))).status).toBe("done");
    } finally {
      await server.end();
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a provider that this machine does not have", () => {
  it("leaves a server that says so in one sentence and computes nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unclip-runner-"));
    const main = join(folder, "main.ts");
    writeFileSync(
      main,
      `if (!process.argv.join(" ").includes("--provider cuda --memory 4000000000")) process.exit(4);
       process.send({ say: "unable", problem: "Found no working cuda on this machine." }, () => process.exit(1));`,
    );
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const server = await startTestServer({ provider: "cuda" }, { runner: pathToFileURL(main) });
    try {
      expect(await problemOf(await server.post(faultGraph("wait")))).toMatchObject({
        status: 503,
        code: "runner_not_ready",
        detail: "Found no working cuda on this machine.",
      });
      expect(
        log.mock.calls.filter(([line]) => line === "Found no working cuda on this machine."),
      ).toHaveLength(1);
    } finally {
      await server.end();
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});
