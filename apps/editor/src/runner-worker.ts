/**
 * The runner in a browser: the Worker that alone loads the node library and, with the first model, onnxruntime. It
 * speaks the messages of a server's runner.
 */
import { type Assets, type Host, HostError, pictureType, readEmbeddings } from "@unclip/host";
import { createMemoryHost } from "@unclip/host/memory";
import { createWebHost, type WebHost } from "@unclip/host/web";
import { kinds, nodeTypes } from "@unclip/nodes";
import { carryOut, explain, type ToRunner } from "@unclip/protocol";
import { codecFiles } from "./browser-runner/codec-files.ts";
import type { FromBrowserRunner, ToBrowserRunner } from "./browser-runner/messages.ts";
import { runtimeFiles } from "./browser-runner/runtime-files.ts";

const say = (message: FromBrowserRunner) => self.postMessage(message);
let started: Promise<{ readonly web: WebHost; hear(message: ToRunner): void }> | undefined;

/** Bytes of values that one run may take: browsers end a tab that takes about twice as much. */
const tabMemory = 2_000_000_000;

async function start({ models, assets, gpu }: ToBrowserRunner & { do: "start" }) {
  const web = await createWebHost({
    files: runtimeFiles,
    codecs: codecFiles,
    gpu,
    models: {
      base: models,
      onDownload: ({ pack, loaded, of, stored, total }) =>
        say({ say: "download", what: pack, bytes: stored, of: total, ended: loaded === of }),
    },
    onRuntimeDownload: (bytes, of) =>
      say({ say: "download", what: "runtime", bytes, of, ended: bytes === of }),
  });
  const { provider, threads, limits } = web.backend;
  say({ say: "backend", provider, threads, limits, lasting: web.lasting });
  const host = { ...web, assets: tellPictures(web.assets, assets) };
  const open = async (model: string) => {
    const { digest, manifest } = await host.packs.open(model);
    return { fingerprint: `${digest} ${host.sessions.provider}`, space: manifest.embedding.joint };
  };
  const memory = { allowed: tabMemory, remedy: "run the graph on a server" };
  const workshop = { host, types: nodeTypes, kinds, provider: host.sessions.provider, open, memory };
  return { web, hear: carryOut<Host>(workshop, say) };
}

/**
 * Results stay in memory, as long as the cache that names them; only what a person brought is kept in the browser's
 * storage. The page is given each picture, since it cannot ask for one as it asks a server.
 *
 * @param server where what is not here is asked for
 */
function tellPictures(kept: Assets, server: string | undefined): Assets {
  const results = createMemoryHost().assets;
  return {
    async put(bytes, type) {
      const id = await results.put(bytes, type);
      if (type.startsWith("image/")) say({ say: "asset", id, bytes, type });
      return id;
    },
    async get(id) {
      const here = (await results.get(id)) ?? (await kept.get(id));
      if (here !== undefined || server === undefined) return here;
      await fetchInto(kept, `${server}/${id}`);
      return kept.get(id);
    },
    touch: async (id) => (await results.touch(id)) ?? kept.touch(id),
  };
}

/** Keeps what the server has at an address under the hash of its bytes, whatever the address says. */
async function fetchInto(assets: Assets, address: string): Promise<void> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) return;
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  await assets.put(new Uint8Array(await response.arrayBuffer()), type);
}

/** Tells what of a pack is stored here, after it was evicted or downloaded where that was asked for. */
async function storage({ packs }: WebHost, what: "look" | "evict" | "download", pack: string): Promise<void> {
  try {
    await packs.open(pack);
  } catch (error) {
    return say({ say: "unusable", pack, message: explain(error).message });
  }
  try {
    if (what === "evict") await packs.evict(pack);
    if (what === "download") await packs.keep(pack);
  } catch (error) {
    // What came stays, and the interface offers to go on from there.
    say({ say: "problem", message: explain(error).message });
  }
  const { bytes, of } = await packs.stored(pack);
  if (what === "download") say({ say: "download", what: pack, bytes, of, ended: true });
  say({ say: "stored", pack, bytes, of });
}

/** Tells how much room the pictures take that the person brought, after they were removed where that was asked for. */
async function pictures({ assets }: WebHost, what: "look-at-pictures" | "evict-pictures"): Promise<void> {
  if (what === "evict-pictures") await assets.evict();
  say({ say: "pictures", bytes: await assets.stored() });
}

async function keep(web: WebHost, { request, bytes }: ToBrowserRunner & { do: "keep" }) {
  try {
    const type = pictureType(bytes);
    if (type === undefined) readEmbeddings(bytes);
    else await tryPicture(web, bytes);
    const id = await web.assets.put(bytes, type ?? "application/octet-stream");
    say({ say: "kept", request, id });
  } catch (error) {
    say({ say: "unkept", request, message: explain(error).message });
  }
}

/** Throws if a picture cannot be decoded. Without a connection a codec may be missing: then the run checks it. */
async function tryPicture({ images }: WebHost, bytes: Uint8Array): Promise<void> {
  try {
    await images.decode(bytes);
  } catch (error) {
    if (!(error instanceof HostError && error.code === "codec_missing")) throw error;
  }
}

/** A file that was damaged is as one that is not there: it has to be chosen again. */
async function read({ assets }: WebHost, { request, id }: ToBrowserRunner & { do: "read" }) {
  const file = await assets.get(id).catch(() => undefined);
  say({ say: "read", request, file });
}

async function hear(message: ToBrowserRunner): Promise<void> {
  if (message.do === "start") {
    started ??= start(message);
    await started.catch((error) => say({ say: "stopped", message: explain(error).message }));
    return;
  }
  if (started === undefined) throw new Error("The runner was not started: its first message is start.");
  const { web, hear: obey } = await started;
  switch (message.do) {
    case "keep":
      return keep(web, message);
    case "read":
      return read(web, message);
    case "look":
    case "evict":
    case "download":
      return storage(web, message.do, message.pack);
    case "look-at-pictures":
    case "evict-pictures":
      return pictures(web, message.do);
    default:
      return obey(message);
  }
}

self.addEventListener("message", ({ data }: MessageEvent<ToBrowserRunner>) => {
  hear(data).catch((error: unknown) => say({ say: "problem", message: explain(error).message }));
});
