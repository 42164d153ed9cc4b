/** Bad pictures to the upload route: rows 32 to 36 of the catalogue. The numbers in names are its rows. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { generator } from "@unclip/tensor";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BareServer, startBareServer } from "./bare-server.ts";

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.close());

const put = (bytes: Uint8Array, type: string, more: Record<string, string> = {}) =>
  server.api("/assets", {
    method: "PUT",
    headers: { "content-type": type, ...more },
    body: new Uint8Array(bytes),
  });
/** Every file below the assets, drafts too. */
const kept = () =>
  readdirSync(join(server.data, "assets"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const noise = (width: number, height: number) =>
  sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 256)), {
    raw: { width, height, channels: 3 },
  });

/** A PNG of `width` × `height` grey pixels whose data is all zeros: small on the wire, large in memory. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = deflateSync(Buffer.alloc((width + 1) * height));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
};
const text = (words: string) => Buffer.from(words);

describe("a bad picture", () => {
  test("is refused with its code, and nothing is kept of it", async () => {
    const png = await noise(64, 64).png().toBuffer();
    const cases: [string, Buffer, string, number, string][] = [
      ["32 truncated", png.subarray(0, png.length / 2), "image/png", 422, "image_corrupt"],
      ["32 a bit of its data", flipped(png, png.indexOf("IDAT") + 200), "image/png", 422, "image_corrupt"],
      ["32 its checksum", flipped(png, png.length - 14), "image/png", 422, "image_corrupt"],
      ["33 16,000 × 16,000", bomb(16_000, 16_000), "image/png", 422, "image_too_large"],
      ["34 no bytes", text(""), "image/png", 415, "image_format"],
      ["35 SVG", text('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/png", 415, "image_format"],
      ["35 GIF", await noise(8, 8).gif().toBuffer(), "image/png", 415, "image_format"],
      ["35 TIFF", await noise(8, 8).tiff().toBuffer(), "image/png", 415, "image_format"],
      ["35 PDF", text("%PDF-1.7\n"), "image/png", 415, "image_format"],
      ["35 HTML", text("<!doctype html><script>alert(1)</script>"), "image/webp", 415, "image_format"],
    ];
    for (const [name, bytes, type, status, code] of cases) {
      const response = await put(bytes, type);
      const problem = (await response.json()) as { code: string };
      expect([name, response.status, problem.code]).toEqual([name, status, code]);
    }
  });

  test("of an odd but whole kind becomes an 8-bit PNG of the size that a person sees", async () => {
    const animation = await sharp(Buffer.alloc(8 * 16 * 3, 90), {
      raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
    })
      .webp({ loop: 0 })
      .toBuffer();
    const cases: [string, Buffer, string, number, number][] = [
      ["34 one pixel", await noise(1, 1).png().toBuffer(), "image/png", 1, 1],
      ["34 16 bits", await noise(8, 6).toColourspace("rgb16").png().toBuffer(), "image/png", 8, 6],
      ["35 JPEG as PNG", await noise(8, 6).jpeg().toBuffer(), "image/png", 8, 6],
      ["35 WebP as bytes", await noise(8, 6).webp().toBuffer(), "application/octet-stream", 8, 6],
      ["33 24 megapixels, which are halved", bomb(6000, 4000), "image/png", 3000, 2000],
      ["34 CMYK", await noise(8, 6).toColourspace("cmyk").jpeg().toBuffer(), "image/jpeg", 8, 6],
      ["34 the first frame of an animation", animation, "image/webp", 8, 8],
      [
        "34 turned by EXIF",
        await noise(8, 6).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
        "image/jpeg",
        6,
        8,
      ],
    ];
    for (const [name, bytes, type, width, height] of cases) {
      const response = await put(bytes, type);
      expect([name, response.status, await response.json()]).toEqual([
        name,
        201,
        { id: expect.stringMatching(/^[0-9a-f]{64}$/), type: "image/png", width, height },
      ]);
    }
  });

  test("36 that ends before its length is answered or dropped, is nowhere to be seen, and the server goes on", async () => {
    expect((await put(await noise(8, 8).png().toBuffer(), "image/png")).status).toBe(201);
    const before = kept();
    const half = (then: "end" | "destroy") =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, "127.0.0.1");
        let answer = "";
        socket.on("data", (data) => {
          answer += data;
        });
        socket.on("error", () => {});
        socket.once("close", () => resolve(answer));
        socket.write(
          `PUT /api/v1/assets HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n` +
            "Content-Type: image/png\r\nContent-Length: 5000\r\n\r\nhalf of it",
        );
        setTimeout(() => socket[then](), 100);
      });
    expect(await half("end")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await half("destroy")).toBe("");
    expect(kept()).toEqual(before);
    expect((await server.api("/health")).status).toBe(200);
  });

  test("36 that is not what its sender hashed is refused, and nothing is kept of it", async () => {
    const png = await noise(9, 9).png().toBuffer();
    const digest = (bytes: Uint8Array) => `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
    const before = kept();
    const refused = await put(png, "image/png", { "content-digest": digest(png.subarray(1)) });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      422,
      "hash_mismatch",
    ]);
    expect(kept()).toEqual(before);
    expect((await put(png, "image/png", { "content-digest": digest(png) })).status).toBe(201);
  });
});

describe("the process that answers", () => {
  test("decodes no picture itself: its memory stays as it is, and it answers others meanwhile", {
    skip: process.platform !== "linux",
  }, async () => {
    const peak = () =>
      Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1024;
    const large = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: "#456" } })
      .png()
      .toBuffer();
    const [start, before] = [performance.now(), peak()];
    let uploading = true;
    const uploads = Promise.all(Array.from({ length: 4 }, () => put(large, "image/png"))).finally(() => {
      uploading = false;
    });
    let longest = 0;
    while (uploading) {
      const asked = performance.now();
      expect((await server.api("/health")).status).toBe(200);
      longest = Math.max(longest, performance.now() - asked);
    }
    expect((await uploads).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    // Each is 200 MB of numbers while it is read. In this process it would also keep every other request waiting.
    expect(peak() - before).toBeLessThan(100);
    expect(longest).toBeLessThan((performance.now() - start) / 3);
  });

  test("outlives every damaged picture, which is refused or taken, and kept whole or not at all", {
    timeout: 600_000,
  }, async () => {
    // `MUTANTS=5000` for the long run.
    const mutants = Number(process.env.MUTANTS ?? 150);
    const random = generator(11);
    const whole = await noise(48, 40);
    const sources: [string, Buffer][] = [
      ["image/png", await whole.clone().png().toBuffer()],
      ["image/jpeg", await whole.clone().jpeg({ progressive: true }).toBuffer()],
      ["image/webp", await whole.clone().webp({ lossless: true }).toBuffer()],
    ];
    const wrong: unknown[] = [];
    const counts: Record<number, number> = {};
    for (let i = 0; i < mutants; i++) {
      const [type, bytes] = sources[i % sources.length]!;
      const mutant = Buffer.from(bytes);
      for (let flip = 0; flip < 3; flip++)
        mutant[12 + Math.floor(random.uniform() * (mutant.length - 12))]! ^=
          1 << Math.floor(random.uniform() * 8);
      const response = await put(mutant, type);
      counts[response.status] = (counts[response.status] ?? 0) + 1;
      if (![201, 415, 422].includes(response.status)) wrong.push([i, response.status, await response.text()]);
    }
    expect(wrong).toEqual([]);
    // Both happen, or the mutants are no test.
    expect(counts[422]).toBeGreaterThan(mutants / 4);
    expect(kept().filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
    expect((await put(sources[0]![1], "image/png")).status).toBe(201);
  });
});
