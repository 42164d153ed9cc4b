import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BlobStore, memoryStore } from "./blob-store.ts";
import { downloadFile } from "./download.ts";

const mebibyte = 1024 ** 2;
const content = Uint8Array.from({ length: 2.5 * mebibyte }, (_, i) => (i * 7 + (i >> 8)) % 256);
const name = createHash("sha256").update(content).digest("hex");

/** First byte that each request asked for. */
const asked: number[] = [];
let served = content;
/** Bytes after which the connection breaks. */
let cut = Number.POSITIVE_INFINITY;
let ranges = true;
let released = 0;

/** A server as `fetch` sees it: in chunks of 64 KiB. */
async function answer(_address: string, { headers }: { headers: Record<string, string> }): Promise<Response> {
  const wanted = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  asked.push(wanted);
  const from = ranges ? wanted : 0;
  let at = from;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at - from >= cut) return controller.error(new Error("the connection broke"));
      if (at >= served.length) return controller.close();
      const end = Math.min(at + 65_536, served.length, from + cut);
      controller.enqueue(served.slice(at, end));
      at = end;
    },
    cancel: () => void released++,
  });
  return new Response(body as unknown as BodyInit, { status: from > 0 ? 206 : 200 });
}

beforeEach(() => {
  vi.stubGlobal("fetch", answer);
  asked.length = 0;
  served = content;
  cut = Number.POSITIVE_INFINITY;
  ranges = true;
  released = 0;
});
afterEach(() => vi.unstubAllGlobals());

const told: number[] = [];
/** Whether the file that came is the whole content. */
const download = async (store: BlobStore) => {
  told.length = 0;
  const file = { store, name, bytes: content.length, address: "http://host/m.onnx", label: "p/m.onnx" };
  const found = await downloadFile({ ...file, onProgress: (loaded) => told.push(loaded) });
  return Buffer.compare(found, content) === 0;
};

test("a file is stored once, and its progress ends with its size", async () => {
  const store = memoryStore();
  expect(await download(store)).toBe(true);
  expect(told).toEqual([0, mebibyte, 2 * mebibyte, content.length]);
  expect(await download(store)).toBe(true);
  expect([asked, told]).toEqual([[0], []]);
});

test("several that want a file at once download it once", async () => {
  const store = memoryStore();
  expect(await Promise.all([1, 2, 3].map(() => download(store)))).toEqual([true, true, true]);
  expect(asked).toEqual([0]);
});

test("a broken download goes on where it stopped, whether the host knows ranges or not", async () => {
  for (const knows of [true, false]) {
    const store = memoryStore();
    ranges = knows;
    cut = 1.5 * mebibyte;
    await expect(download(store)).rejects.toMatchObject({
      code: "model_missing",
      message: expect.stringContaining(`ended after ${cut} of ${content.length} bytes`),
    });
    const kept = cut;
    cut = Number.POSITIVE_INFINITY;
    expect(await download(store)).toBe(true);
    expect(told[0]).toBe(knows ? kept : 0);
    expect(asked.splice(0)).toEqual([0, kept]);
  }
});

test("a start that does not belong to the file is thrown away, and so is a file damaged in the store", async () => {
  const store = memoryStore();
  await store.append(name, new Uint8Array(1000));
  expect(await download(store)).toBe(true);
  expect(asked.splice(0)).toEqual([1000, 0]);
  await store.remove(name);
  await store.append(name, new Uint8Array(content.length));
  expect(await download(store)).toBe(true);
  expect(asked).toEqual([0]);
});

test("bytes of another digest are refused and not kept", async () => {
  const store = memoryStore();
  served = content.map((byte) => byte ^ 1);
  await expect(download(store)).rejects.toMatchObject({ code: "model_changed" });
  expect(await store.size(name)).toBe(0);
});

test("more bytes than the manifest names are refused at once, and the rest is not asked for", async () => {
  const store = memoryStore();
  served = new Uint8Array(20 * mebibyte);
  await expect(download(store)).rejects.toMatchObject({
    code: "model_changed",
    message: expect.stringContaining(`more than the ${content.length} bytes`),
  });
  expect([await store.size(name), released]).toEqual([0, 1]);
});

test("where storage is full the file is used from memory, and nothing is left of it in the store", async () => {
  const store = memoryStore();
  const full: BlobStore = {
    ...store,
    async append(name, bytes) {
      if ((await store.size(name)) > 0) throw new DOMException("full", "QuotaExceededError");
      await store.append(name, bytes);
    },
  };
  expect(await download(full)).toBe(true);
  expect([await store.size(name), asked, released]).toEqual([0, [0, 0], 1]);
});
