/** Every example of docs/api.md, in one shell session, against a server on the tiny packs. */
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "../bad-input/bare-server.ts";
import { root } from "../machine.ts";

const page = readFileSync(join(root, "docs/api.md"), "utf8");
const missing = ["bash", "curl"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);

/** The blocks of shell, each with the reply that stands behind it. */
const examples = [...page.matchAll(/```sh\n(.*?)```(?:\n\n```json\n(.*?)```)?/gs)].map(
  ([, script = "", reply]) => ({
    script,
    reply,
  }),
);

let server: BareServer;
let folder: string;
beforeAll(async () => {
  server = await startBareServer();
  folder = mkdtempSync(join(tmpdir(), "unclip-docs-"));
  mkdirSync(join(folder, "graphs"));
  const graph = JSON.parse(readFileSync(join(root, "graphs/text-to-image.json"), "utf8"));
  writeFileSync(
    join(folder, "graphs/text-to-image.json"),
    JSON.stringify({ ...graph, model: "tiny-latent" }),
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The keys of a reply, with those of what is inside; of a list those of its first entry. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

describe("docs/api.md", () => {
  test("has examples that work, with replies of the shape that it shows", async (context) => {
    if (missing.length > 0) return context.skip(`${missing.join(" and ")} is not installed`);
    const border = "--- the next example ---";
    const script = examples.map((example) => example.script).join(`\necho; echo '${border}'\n`);
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
      cwd: folder,
      env: { ...process.env, API: `http://127.0.0.1:${server.port}/api/v1`, TOKEN: server.token },
    });
    const outputs = stdout.split(border).map((output) => output.trim());
    expect(outputs).toHaveLength(examples.length);
    for (const [i, { script: example, reply }] of examples.entries())
      if (reply === undefined) expect([example, outputs[i]]).toEqual([example, ""]);
      else expect([example, shape(JSON.parse(outputs[i]!))]).toEqual([example, shape(JSON.parse(reply))]);
    expect(readFileSync(join(folder, "picture.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readFileSync(join(folder, "my-heart.json"), "utf8")).toContain("a blue heart");
    expect(readFileSync(join(folder, "my-first-heart.json"), "utf8")).toContain("a red heart");
  });

  test("names every route of the server, and none that it does not have", async () => {
    const { paths } = (await (await server.api("/openapi.json")).json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replace("/api/v1", "").replaceAll(/\{(\w+)\}/g, ":$1")}`,
      ),
    );
    const named = [...page.slice(page.indexOf("## All routes")).matchAll(/`([A-Z]+ \/[^`]+)`/g)].map(
      (m) => m[1],
    );
    expect(named.toSorted()).toEqual(routes.toSorted());
  });
});
