import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { faultGraph } from "../../testing/fault-graph.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unclip-editor-"));
  mkdirSync(join(folder, "dist/assets"), { recursive: true });
  mkdirSync(join(folder, "graphs"));
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "graphs/first.json"), JSON.stringify(faultGraph("wait")));
  writeFileSync(join(folder, "graphs/broken.json"), "{");
  server = await startTestServer({}, { editor: join(folder, "dist"), graphs: join(folder, "graphs") });
});
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true });
});

const page = (path: string) => server.api(`/../..${path}`);

describe("the editor's files", () => {
  it("says what to do while the editor is not built, then serves it", async () => {
    const missing = await page("/");
    expect(missing.status).toBe(503);
    expect(await missing.text()).toContain("npm run build");
    writeFileSync(join(folder, "dist/index.html"), "<!doctype html><title>unCLIP Studio</title>");
    writeFileSync(join(folder, "dist/assets/main-abc123.js"), "export {}");
    const index = await page("/");
    expect(await index.text()).toContain("unCLIP Studio");
    expect(index.headers.get("cache-control")).toBe("no-cache");
    const script = await page("/assets/main-abc123.js");
    expect(script.headers.get("content-type")).toContain("javascript");
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });

  it.each(["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/%00", "/.env"])(
    "serves nothing from outside for %s",
    async (path) => {
      const response = await page(path);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toBe("secret");
    },
  );

  it("lists the example graphs and leaves out files that are none, saying so once", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { templates } = (await (await server.api("/templates")).json()) as { templates: unknown };
    expect(templates).toEqual([{ name: "first", title: "A graph with wait", about: "" }]);
    expect(await (await server.api("/templates/first")).json()).toEqual(faultGraph("wait"));
    expect(log.mock.calls).toEqual([[expect.stringMatching(/^Template broken\.json is left out: /)]]);
    log.mockRestore();
    expect((await server.api("/templates/second")).status).toBe(404);
    expect((await server.api("/templates/..%2f..%2fsecret")).status).toBe(400);
  });
});
