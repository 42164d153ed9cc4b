import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodePacks } from "@unclip/host/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";
import { writeTinyPacks } from "../../testing/tiny-packs.ts";

const models = mkdtempSync(join(tmpdir(), "unclip-packs-"));
const file = (name: string) => readFileSync(join(models, "tiny-latent", name));
let server: TestServer;
beforeAll(async () => {
  await writeTinyPacks(models);
  writeFileSync(join(models, "tiny-latent", "secret.txt"), "not in the manifest");
  server = await startTestServer({}, { packs: createNodePacks([models]) });
});
afterAll(async () => {
  await server.end();
  rmSync(models, { recursive: true });
});

it("has the layout of the static build: an index, manifests as they are written, files", async () => {
  const ids = (await (await server.api("/packs/index.json")).json()) as string[];
  expect(ids).toContain("tiny-latent");
  const manifest = await (await server.api("/packs/tiny-latent/model.json")).text();
  expect(manifest).toBe(file("model.json").toString());
  const response = await server.api("/packs/tiny-latent/decoder.onnx");
  expect(response.status).toBe(200);
  expect(file("decoder.onnx").equals(Buffer.from(await response.arrayBuffer()))).toBe(true);
});

it("tells the sha256, answers what is unchanged with 304, and goes on in the middle", async () => {
  const etag = `"${createHash("sha256").update(file("decoder.onnx")).digest("hex")}"`;
  // Without a word of its own on caching, `fetch` would ask for no cached answer.
  const same = { headers: { "if-none-match": etag, "cache-control": "max-age=0" } };
  expect((await server.api("/packs/tiny-latent/decoder.onnx", same)).status).toBe(304);
  const rest = await server.api("/packs/tiny-latent/decoder.onnx", { headers: { range: "bytes=1000-" } });
  expect([rest.status, rest.headers.get("etag")]).toEqual([206, etag]);
  expect(
    file("decoder.onnx")
      .subarray(1000)
      .equals(Buffer.from(await rest.arrayBuffer())),
  ).toBe(true);
});

it("serves nothing that the manifest does not list, whatever it is called", async () => {
  const names = [
    "secret.txt",
    "..%2Ftiny-pixel%2Fmodel.json",
    "..%2f..%2f..%2fetc%2fpasswd",
    "toString",
    "%2Fetc%2Fpasswd",
  ];
  for (const name of names) {
    const response = await server.api(`/packs/tiny-latent/${name}`);
    expect([name, response.status, (await problemOf(response)).code]).toEqual([name, 404, "model_missing"]);
  }
  expect((await server.api("/packs/nothing/model.json")).status).toBe(404);
  expect((await server.api("/packs/..%2f..%2fetc/model.json")).status).toBe(400);
});

it("asks for the token as all of the API does", async () => {
  const { origin } = new URL(server.url);
  expect((await fetch(`${origin}/api/v1/packs/tiny-latent/decoder.onnx`)).status).toBe(401);
});

it("names the space of each pack, by which edges are checked before anything runs", async () => {
  const listed = (await (await server.api("/models")).json()) as { models: { id: string; space: string }[] };
  expect(listed.models.find(({ id }) => id === "tiny-latent")?.space).toBe("tiny-latent");
});
