/** What only a browser does: downloads and keeps packs, decodes with its own codecs, goes on without threads. */
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { createNodeImages } from "@unclip/host/node";
import type { BrowserContext } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { chromiumFlags } from "../chromium.ts";
import { root } from "../machine.ts";
import { writeTinyPacks } from "../packs/tiny-packs.ts";
import { buildPage, openBrowser, openPage, type Served, serveFolders, type WebPage } from "./browser.ts";

const folder = await mkdtemp(join(tmpdir(), "unclip-web-"));
await writeTinyPacks(join(folder, "models"));
await writeFile(join(folder, "models", "index.json"), '["tiny-latent", "tiny-pixel"]');

let page: string;
let served: Served;
let browser: BrowserContext;
beforeAll(async () => {
  page = await buildPage();
  served = await serveFolders([page, folder, root]);
  // A second name for this machine, which browsers do not trust as they trust localhost.
  browser = await openBrowser([...chromiumFlags, "--host-resolver-rules=MAP untrusted.test 127.0.0.1"]);
});
afterEach(() => {
  served.cutAfter = undefined;
  served.stall = undefined;
});
afterAll(async () => {
  await browser?.close();
  served?.close();
});

/** A tab of its own with a host. */
async function tab(options: object = {}, from: Served = served): Promise<WebPage> {
  const opened = await openPage(browser, from.address);
  await opened.call("start", `${from.address}/models`, options);
  return opened;
}

const asked = (file: string) => served.requests.filter((path) => path.endsWith(file)).length;

test("nothing of Node is in the page's files", async () => {
  const names = (await readdir(join(page, "assets"))).filter((name) => /^(index|worker)-.*\.js$/.test(name));
  expect(names.length).toBeGreaterThanOrEqual(2);
  for (const name of names) {
    const code = await readFile(join(page, "assets", name), "utf8");
    expect(code.match(/onnxruntime-node|libvips|"node:[a-z]+"|"sharp"/g), name).toBeNull();
  }
});

test("a file is downloaded once, with its size known from the start, and by no second tab", async () => {
  const [first, second] = await Promise.all([tab(), tab()]);
  const reads = (await Promise.all(
    [first, second, first].map((web) => web.call("read", "tiny-latent", "decoder.onnx")),
  )) as { bytes: number; progress: { loaded: number; of: number }[] }[];
  expect(new Set(reads.map(({ bytes }) => bytes)).size).toBe(1);
  expect(asked("tiny-latent/decoder.onnx")).toBe(1);
  const told = reads.flatMap(({ progress }) => progress);
  expect(told.every(({ of }) => of === reads[0]!.bytes)).toBe(true);
  expect(told.at(-1)?.loaded).toBe(reads[0]!.bytes);
  await first.page.reload();
  await first.page.waitForFunction("window.call");
  await first.call("start", `${served.address}/models`, {});
  await first.call("read", "tiny-latent", "decoder.onnx");
  expect(asked("tiny-latent/decoder.onnx")).toBe(1);
});

test("a download that broke off goes on where it stopped", async () => {
  const web = await tab();
  served.cutAfter = 2000;
  await expect(web.call("read", "tiny-pixel", "prior.onnx")).rejects.toThrow(/ended after 2000 of \d+ bytes/);
  served.cutAfter = undefined;
  const read = (await web.call("read", "tiny-pixel", "prior.onnx")) as { progress: { loaded: number }[] };
  expect(read.progress[0]!.loaded).toBe(2000);
});

test("what is stored is counted, and evicted", async () => {
  const web = await tab();
  await web.call("read", "tiny-pixel", "decoder.onnx");
  const before = (await web.call("stored", "tiny-pixel")) as { bytes: number; of: number };
  expect(before.bytes).toBeGreaterThan(0);
  expect(before.bytes).toBeLessThan(before.of);
  await web.call("evict", "tiny-pixel");
  expect(await web.call("stored", "tiny-pixel")).toEqual({ bytes: 0, of: before.of });
});

/** A loaded machine may take its time. */
const patient = { timeout: 180_000 };

interface Read {
  readonly bytes: number;
  readonly progress: readonly { readonly loaded: number }[];
}

/** Bytes of the default pack that are stored. */
const storedOf = async (web: WebPage) => ((await web.call("stored", "emoji")) as { bytes: number }).bytes;

/** From now on a model stops coming after 2 MiB, until the function given is called. */
function stall(): () => void {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  served.stall = { after: 2 * 1024 ** 2, until };
  return () => {
    served.stall = undefined;
    release();
  };
}

test("a tab that is closed within a download lets go of it, and the next tab goes on from there", async () => {
  const [first, second] = [await tab(), await tab()];
  const release = stall();
  const reading = first.call("read", "emoji", "image-encoder.onnx").catch(() => "closed");
  await expect.poll(() => storedOf(second), patient).toBeGreaterThanOrEqual(1024 ** 2);
  expect(await second.call("locks")).toBe(1);
  await first.page.close();
  expect(await reading).toBe("closed");
  await expect.poll(() => second.call("locks"), patient).toBe(0);
  const before = await storedOf(second);
  release();
  const { progress } = (await second.call("read", "emoji", "image-encoder.onnx")) as Read;
  expect(progress[0]!.loaded).toBe(before);
  expect(asked("emoji/image-encoder.onnx")).toBe(2);
});

test("what one tab downloads another removes only when it is whole, with what former packs left", async () => {
  const [first, second] = [await tab(), await tab()];
  await second.call("evict", "emoji");
  await second.page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle("models");
    const old = await (await models.getFileHandle("0".repeat(64), { create: true })).createWritable();
    await old.write("of a pack that was made anew");
    await old.close();
  });
  const release = stall();
  const reading = first.call("read", "emoji", "image-encoder.onnx") as Promise<Read>;
  await expect.poll(() => storedOf(second), patient).toBeGreaterThanOrEqual(1024 ** 2);
  const evicting = second.call("evict", "emoji");
  release();
  expect((await reading).bytes).toBeGreaterThan(3e6);
  await evicting;
  expect(await storedOf(second)).toBe(0);
  const names = await second.page.evaluate(async () => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle("models");
    const names: string[] = [];
    for await (const name of (models as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    return names;
  });
  expect(names).not.toContain("0".repeat(64));
});

test("a page that the browser does not trust is told what to do", async () => {
  const { port } = new URL(served.address);
  const untrusted = await openPage(browser, `http://untrusted.test:${port}`);
  await expect(untrusted.call("start", "/models", {})).rejects.toThrow(/expected https or localhost/);
});

test("a pack too large for the browser is refused with the numbers before it is downloaded", async () => {
  const web = await tab({ largest: 20_000 });
  const from = served.requests.length;
  expect(await web.call("refusal", "tiny-pixel")).toEqual({
    code: "model_too_large",
    message: expect.stringMatching(/has 0\.\d MB, expected at most 0\.0 MB in a browser/),
  });
  expect(served.requests.slice(from)).toEqual(["/models/tiny-pixel/model.json"]);
});

test("without isolation there is one thread, and the host says why", async () => {
  const open = await serveFolders([page, folder], false);
  const web = await openPage(browser, open.address);
  expect(await web.call("start", `${open.address}/models`, { threads: 2 })).toMatchObject({
    backend: { threads: 1, limits: [{ code: "not_isolated" }] },
    provider: expect.stringContaining("1 thread"),
  });
  expect(await web.call("time", "tiny-latent", 1)).toBeGreaterThan(0);
  open.close();
});

test("no GPU is asked for unless wanted, and its absence is told", async () => {
  const web = await openPage(browser, served.address);
  const { backend } = (await web.call("start", "/models", { gpu: true, threads: 2 })) as {
    backend: { provider: string; limits: object[] };
  };
  if (backend.provider === "wasm")
    expect(backend.limits).toEqual([
      {
        code: expect.stringMatching(/^webgpu|^adapter/),
        message: expect.stringContaining("the CPU computes"),
      },
    ]);
  else expect(backend.limits).toEqual([]);
});

/** A picture of two colours with noise, 37 × 23, opaque or half transparent. */
function drawing(channels: 3 | 4) {
  const data = Uint8Array.from({ length: 37 * 23 * channels }, (_, i) => (i * i * 31) % 256);
  return sharp(data, { raw: { width: 37, height: 23, channels } });
}

test("pictures are decoded as on node", async () => {
  const web = await tab();
  const cases: [string, Buffer, number][] = [
    ["png", await drawing(3).png().toBuffer(), 0],
    ["grey png", await drawing(3).greyscale().png().toBuffer(), 0],
    ["webp", await drawing(3).webp({ lossless: true }).toBuffer(), 0],
    ["jpeg", await drawing(3).jpeg({ chromaSubsampling: "4:4:4" }).toBuffer(), 0],
    [
      "turned jpeg",
      await drawing(3).withMetadata({ orientation: 6 }).jpeg({ chromaSubsampling: "4:4:4" }).toBuffer(),
      0,
    ],
    ["transparent png", await drawing(4).png().toBuffer(), 0],
  ];
  for (const [name, bytes, levels] of cases) {
    const node = await createNodeImages().decode(bytes);
    const found = (await web.call("decode", [...bytes])) as { shape: number[]; pixels: number[] };
    expect(found.shape, name).toEqual(node.shape);
    const worst = Math.max(...found.pixels.map((x, i) => Math.abs(x - node.data[i]!)));
    expect(worst * 127.5, name).toBeLessThan(levels + 0.01);
  }
});

test("pictures that are cut or too large are refused", async () => {
  const web = await tab();
  const png = await drawing(3).png().toBuffer();
  expect(await web.call("decode", [...png.subarray(0, 60)])).toEqual({ code: "image_corrupt" });
  const wide = Buffer.from(png);
  wide.writeUInt32BE(20_000, 16);
  wide.writeUInt32BE(20_000, 20);
  wide.writeUInt32BE(crc32(wide.subarray(12, 29)), 29);
  expect(await web.call("decode", [...wide])).toEqual({ code: "image_too_large" });
});

test("an animation has its frames, its size and their time", async () => {
  const web = await tab();
  const bytes = Uint8Array.from((await web.call("animate", [16, 16, 16])) as number[]);
  expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({
    format: "webp",
    width: 16,
    pages: 3,
    pageHeight: 16,
    delay: [100, 100, 100],
    loop: 0,
  });
});
