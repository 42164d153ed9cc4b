import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeImages } from "@unclip/host/node";
import type { AssetStored } from "@unclip/protocol";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { problemOf } from "../../testing/client.ts";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

let server: TestServer;
let png: Buffer<ArrayBuffer>;
beforeAll(async () => {
  server = await startTestServer();
  const pixels = Float32Array.from({ length: 3 * 8 * 6 }, (_, i) => Math.sin(i));
  png = Buffer.from(await createNodeImages().encode({ data: pixels, shape: [3, 8, 6] }, "image/png"));
});
afterAll(() => server.end());

const put = (body: BodyInit, type = "image/png") =>
  server.api("/assets", { method: "PUT", body, headers: { "content-type": type } });
const stored = () =>
  readdirSync(join(server.data, "assets"), { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  );

describe("assets", () => {
  it("stores a picture under the hash of its pixels as PNG, without what was hidden behind it", async () => {
    const hidden = Buffer.concat([png, Buffer.from("<script>alert(1)</script>")]);
    const response = await put(png);
    expect(response.status).toBe(201);
    const asset = (await response.json()) as AssetStored;
    expect(asset).toMatchObject({ type: "image/png", width: 6, height: 8 });
    expect(await (await put(hidden)).json()).toEqual(asset);
    const shown = await server.api(`/assets/${asset.id}`);
    expect(Buffer.from(await shown.arrayBuffer()).includes("script")).toBe(false);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(shown.headers.get("cache-control")).toContain("immutable");
    expect(shown.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  });

  it("refuses what is no picture, whatever it is called, and keeps nothing of it", async () => {
    const before = stored().length;
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const cases: [BodyInit, string, number, string][] = [
      ["this is a text", "image/png", 415, "image_format"],
      [svg, "image/png", 415, "image_format"],
      ["GIF89a\u0001", "image/webp", 415, "image_format"],
      ["", "image/png", 415, "image_format"],
      [svg, "image/svg+xml", 415, "content_type"],
      ["{}", "application/json", 415, "content_type"],
      [png, "image/jpeg", 422, "content_type_mismatch"],
      [png.subarray(0, 60), "image/png", 422, "image_corrupt"],
      [new Uint8Array(21_000_000), "image/png", 413, "body_too_large"],
    ];
    for (const [body, type, status, code] of cases)
      expect(await problemOf(await put(body, type))).toMatchObject({ status, code });
    expect(stored()).toHaveLength(before);
  });

  it("answers ids that are none, and notices a damaged file", async () => {
    expect(await problemOf(await server.api("/assets/..%2f..%2funclip.db"))).toMatchObject({
      status: 400,
      code: "id_invalid",
    });
    expect(await problemOf(await server.api(`/assets/${"0".repeat(64)}`))).toMatchObject({
      status: 404,
      code: "asset_missing",
    });
    const { id } = (await (await put(png)).json()) as AssetStored;
    writeFileSync(join(server.data, "assets", id.slice(0, 2), id), "damaged");
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await problemOf(await server.api(`/assets/${id}`))).toMatchObject({
      status: 500,
      code: "asset_corrupt",
    });
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    // The same picture sent again mends it.
    await put(png);
    expect((await server.api(`/assets/${id}`)).status).toBe(200);
  });
});
