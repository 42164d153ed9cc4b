/**
 * The runner in a browser: the Worker that alone loads the node library and, with the first model, onnxruntime. It
 * speaks the messages of a server's runner.
 */
import type { Host } from "@unclip/host";
import { createMemoryHost } from "@unclip/host/memory";
import { createWebHost, type WebHost } from "@unclip/host/web";
import { kinds, nodeTypes } from "@unclip/nodes";
import type { ToRunner } from "@unclip/protocol";
import { carryOut, describeError } from "./browser-runner/carry-out.ts";
import type { FromBrowserRunner, ToBrowserRunner } from "./browser-runner/messages.ts";
import { runtimeFiles } from "./browser-runner/runtime-files.ts";

const say = (message: FromBrowserRunner) => self.postMessage(message);
let started: Promise<{ readonly web: WebHost; hear(message: ToRunner): void }> | undefined;

async function start({ models, gpu }: ToBrowserRunner & { do: "start" }) {
  const web = await createWebHost({
    files: runtimeFiles,
    gpu,
    models: { base: models, onDownload: (progress) => say({ say: "download", ...progress }) },
  });
  say({ say: "limits", limits: web.backend.limits, lasting: web.lasting });
  const host = tellPictures(web);
  const fingerprint = async ({ model }: { model: string }) =>
    `${(await host.packs.open(model)).digest} ${host.sessions.provider}`;
  return { web, hear: carryOut({ host, types: nodeTypes, kinds, fingerprint }, say) };
}

/**
 * Results stay in memory, as long as the cache that names them; only what a person brought is kept in the browser's
 * storage. The page is given each picture, since it cannot ask for one as it asks a server.
 */
function tellPictures(web: WebHost): Host {
  const results = createMemoryHost().assets;
  return {
    ...web,
    assets: {
      async put(bytes, type) {
        const id = await results.put(bytes, type);
        if (type.startsWith("image/")) say({ say: "asset", id, bytes, type, kept: false });
        return id;
      },
      get: async (id) => (await results.get(id)) ?? web.assets.get(id),
    },
  };
}

async function hear(message: ToBrowserRunner): Promise<void> {
  if (message.do === "start") started ??= start(message);
  if (started === undefined) throw new Error("The runner was not started: its first message is start.");
  const { web, hear: obey } = await started;
  switch (message.do) {
    case "start":
      return;
    case "keep":
      return say({
        say: "asset",
        id: await web.assets.put(message.bytes, message.type),
        bytes: message.bytes,
        type: message.type,
        kept: true,
      });
    case "evict":
      await web.packs.evict(message.pack);
      return say({ say: "stored", pack: message.pack, ...(await web.packs.stored(message.pack)) });
    case "look":
      return say({ say: "stored", pack: message.pack, ...(await web.packs.stored(message.pack)) });
    default:
      return obey(message);
  }
}

self.addEventListener("message", ({ data }: MessageEvent<ToBrowserRunner>) => {
  hear(data).catch((error: unknown) => say({ say: "problem", message: describeError(error).message }));
});
