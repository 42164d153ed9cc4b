/**
 * One file of known size and digest: from the browser's storage, or downloaded into it.
 */
import { HostError } from "../host.ts";
import { sha256 } from "../sha256.ts";
import { type BlobStore, memoryStore } from "./blob-store.ts";

interface Download {
  readonly store: BlobStore;
  /** The file's name in the store: its sha256. */
  readonly name: string;
  /** Size in bytes. */
  readonly bytes: number;
  readonly address: string;
  /** What to call the file in messages. */
  readonly label: string;
  /** Called with the bytes that are here, only while something is downloaded. */
  onProgress(loaded: number): void;
}

/** Bytes that are gathered before they are written, so that a small chunk of the network is no write of its own. */
const gathered = 1024 ** 2;

/**
 * The file's bytes, verified. What a former visit began is continued; what does not match its digest is downloaded
 * once more from the start, and then refused. Tabs that want the same file at once download it once.
 *
 * @throws HostError `model_missing`, `model_changed`
 */
export async function downloadFile(file: Download): Promise<Uint8Array> {
  const { store, name, bytes } = file;
  const held = await readWhole(file, store);
  if (held && (await sha256(held)) === name) return held;
  return store.alone(name, async () => {
    // Another tab may have brought it while this one waited.
    const brought = await readWhole(file, store);
    if (brought && (await sha256(brought)) === name) return brought;
    if ((await store.size(name)) >= bytes) await store.remove(name);
    const resumed = (await store.size(name)) > 0;
    const found = await fetchInto(file);
    if (found.digest === name) return found.content;
    await store.remove(name);
    const again = resumed ? await fetchInto(file) : found;
    if (again.digest === name) return again.content;
    await store.remove(name);
    throw new HostError(
      "model_changed",
      `${file.label}: found sha256 ${again.digest}, expected ${name} as in model.json. Restore the file, or install the pack again.`,
    );
  });
}

async function readWhole({ name, bytes }: Download, store: BlobStore): Promise<Uint8Array | undefined> {
  return (await store.size(name)) === bytes ? store.read(name) : undefined;
}

async function fetchInto(file: Download): Promise<{ content: Uint8Array; digest: string }> {
  // Where storage is full the file is used from memory, and downloaded again next time.
  const store = await fetchToStore(file, file.store).catch(async (error) => {
    if (error instanceof HostError) throw error;
    await file.store.remove(file.name);
    return fetchToStore(file, memoryStore());
  });
  const content = (await store.read(file.name)) ?? new Uint8Array();
  return { content, digest: await sha256(content) };
}

async function fetchToStore(file: Download, store: BlobStore): Promise<BlobStore> {
  const begun = await store.size(file.name);
  const response = await request(file, begun);
  let loaded = begun;
  // 200 is the whole file, whatever part was asked for.
  if (begun > 0 && response.status !== 206) {
    await store.remove(file.name);
    loaded = 0;
  }
  file.onProgress(loaded);
  for await (const part of parts(response)) {
    loaded += part.length;
    if (loaded > file.bytes) {
      await store.remove(file.name);
      throw new HostError(
        "model_changed",
        `${file.label}: found more than the ${file.bytes} bytes that model.json names. Restore the file, or install the pack again.`,
      );
    }
    await store.append(file.name, part);
    file.onProgress(loaded);
  }
  if (loaded < file.bytes) {
    throw new HostError(
      "model_missing",
      `${file.label}: the download ended after ${loaded} of ${file.bytes} bytes. Try again; it goes on from there.`,
    );
  }
  return store;
}

async function request(file: Download, from: number): Promise<Response> {
  // The browser's HTTP cache would hold everything a second time.
  const headers = from > 0 ? { range: `bytes=${from}-` } : {};
  const response = await fetch(file.address, { cache: "no-store", headers }).catch((cause) => {
    throw new HostError("model_missing", `${file.label}: the server does not answer. Try again.`, { cause });
  });
  if (response.ok) return response;
  throw new HostError(
    "model_missing",
    `${file.label}: the server answered ${response.status}, expected the file because model.json names it. Restore the file.`,
  );
}

/** The body in parts of about a mebibyte. A connection that breaks ends it; who takes no more of it lets it go. */
async function* parts(response: Response): AsyncIterable<Uint8Array> {
  const reader = response.body?.getReader();
  let waiting: Uint8Array[] = [];
  let size = 0;
  const take = () => {
    const part = new Uint8Array(size);
    let at = 0;
    for (const chunk of waiting) {
      part.set(chunk, at);
      at += chunk.length;
    }
    waiting = [];
    size = 0;
    return part;
  };
  try {
    for (;;) {
      const next = await reader?.read().catch(() => undefined);
      if (next?.value) {
        waiting.push(next.value);
        size += next.value.length;
      }
      const ended = !next || next.done;
      if (size >= gathered || (ended && size > 0)) yield take();
      if (ended) return;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}
