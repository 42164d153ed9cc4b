import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeImages } from "@unclip/host/node";
import type { AssetStored, EmbeddingsStored } from "@unclip/protocol";
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

/** A .npy as NumPy writes it (NEP 1), of whatever the header claims. */
function npy(header: string, values: ArrayBuffer, length = header.length): Buffer<ArrayBuffer> {
  const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  return Buffer.concat([head, Buffer.from(header), Buffer.from(values)]);
}
const shaped = (shape: string, type = "<f4") =>
  `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
const floats = (...values: number[]) => Float32Array.from(values).buffer;

describe("files of embeddings", () => {
  it("are stored as .npy under the hash of their numbers, from whatever file they came", async () => {
    const values = [0.5, -2, 3, 0.25, 1, 7];
    const sources: [BodyInit, string][] = [
      [npy(shaped("(2, 3)"), floats(...values)), "application/octet-stream"],
      [npy(shaped("(2, 3)"), floats(...values)), "application/x-npy"],
      [npy(shaped("(2, 3)", "<f8"), Float64Array.from(values).buffer), "application/octet-stream"],
      [
        npy(shaped("(2, 3)").replace("False", "True"), floats(0.5, 0.25, -2, 1, 3, 7)),
        "application/octet-stream",
      ],
      [JSON.stringify([values.slice(0, 3), values.slice(3)]), "application/json"],
    ];
    const ids = new Set<string>();
    for (const [body, type] of sources) {
      const response = await put(body, type);
      const asset = (await response.json()) as EmbeddingsStored;
      expect([response.status, asset]).toEqual([
        201,
        {
          id: asset.id,
          type: "application/octet-stream",
          embeddings: 2,
          numbers: 3,
          labelled: false,
        },
      ]);
      ids.add(asset.id);
    }
    expect(ids.size).toBe(1);
    const kept = Buffer.from(await (await server.api(`/assets/${[...ids][0]}`)).arrayBuffer());
    expect(kept.subarray(10, 80).toString()).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \}\s+$/,
    );
    expect([
      ...new Float32Array(
        kept.buffer.slice(kept.byteOffset + kept.length - 24, kept.byteOffset + kept.length),
      ),
    ]).toEqual(values);
    const labelled = await put(
      '{"embeddings": [[1, 2], [3, 4]], "labels": ["a", "b"], "more": "gone"}',
      "application/json",
    );
    const { id, ...about } = (await labelled.json()) as EmbeddingsStored;
    expect(about).toEqual({ type: "application/json", embeddings: 2, numbers: 2, labelled: true });
    expect(await (await server.api(`/assets/${id}`)).text()).toBe(
      '{"embeddings":[[1,2],[3,4]],"labels":["a","b"]}',
    );
  });

  it("are refused where they are none, too large or not numbers, and nothing is kept of them", async () => {
    const before = stored().length;
    const bytes = "application/octet-stream";
    const cases: [BodyInit, string, string][] = [
      ["", bytes, "embedding_format"],
      [npy(shaped("(2, 3)"), floats(1, 2, 3)), bytes, "embedding_format"],
      [npy(shaped("(1000000000, 1000000000)"), floats(1)), bytes, "embedding_too_large"],
      [npy(shaped("(9999999999999999999999, 1)"), floats(1)), bytes, "embedding_too_large"],
      [npy(shaped("(0, 3)"), floats()), bytes, "embedding_format"],
      [npy(shaped("()"), floats(1)), bytes, "embedding_format"],
      [npy(shaped("(1, 1, 1)"), floats(1)), bytes, "embedding_format"],
      [npy(shaped("(1,)", "|O"), floats(1)), bytes, "embedding_format"],
      [npy(shaped("(2, 2)").replace("False", "True"), floats(1)), bytes, "embedding_format"],
      [npy(shaped("(1,)"), floats(1), 65_535), bytes, "embedding_format"],
      [npy(shaped("(2,)"), floats(1, Number.NaN)), bytes, "embedding_format"],
      [npy(shaped("(2,)"), floats(1, Number.POSITIVE_INFINITY)), bytes, "embedding_format"],
      [npy(shaped("(2, 2)"), floats(1, 1, 0, 0)), bytes, "embedding_format"],
      ["[1, 1e300]", "application/json", "embedding_format"],
      ["[[1, 2], [3]]", "application/json", "embedding_format"],
      ['[["1"]]', "application/json", "embedding_format"],
      [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, "application/json", "embedding_format"],
      [JSON.stringify(Array.from({ length: 4097 }, () => [1])), "application/json", "embedding_too_large"],
      ['{"embeddings": [[1]], "labels": ["a", "b"]}', "application/json", "embedding_format"],
      ['{"embeddings": [[1]], "labels": ["\\ud800"]}', "application/json", "embedding_format"],
    ];
    for (const [body, type, code] of cases)
      expect(await problemOf(await put(body, type))).toMatchObject({ status: 422, code });
    expect(await problemOf(await put(" ".repeat(4_000_001), "application/json"))).toMatchObject({
      status: 413,
    });
    expect(stored()).toHaveLength(before);
  });
});

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

  it("takes what a file is from its first bytes, whatever Content-Type says", async () => {
    const { id } = (await (await put(png)).json()) as AssetStored;
    for (const type of [
      "image/jpeg",
      "image/jpg",
      "image/heic",
      "application/octet-stream",
      "application/json",
    ]) {
      const response = await put(png, type);
      expect([type, response.status, await response.json()]).toEqual([
        type,
        201,
        { id, type: "image/png", width: 6, height: 8 },
      ]);
    }
    const numbers = await put(npy(shaped("(1, 2)"), floats(1, 2)), "image/png");
    expect(await numbers.json()).toMatchObject({ embeddings: 1, numbers: 2 });
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
      ["{}", "application/x-yaml", 415, "content_type"],
      ['{"files":[{"filepath":"/etc/passwd"}]}', "application/json", 422, "embedding_format"],
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
