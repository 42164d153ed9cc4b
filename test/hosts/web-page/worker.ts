/** The web host in its Worker, with the functions that a test calls. */

import type { Graph } from "@unclip/graph";
import { createWebHost, type DownloadProgress, type WebHost, type WebHostOptions } from "@unclip/host/web";
import type { Tensor } from "@unclip/tensor";
import { checkCase } from "../contract.ts";
import { timeOne } from "../measure.ts";
import { runGraphRecorded } from "../run-graph.ts";
import { codecFiles } from "./codec-files.ts";
import { runtimeFiles } from "./runtime-files.ts";

let host: WebHost;
const progress: DownloadProgress[] = [];

const functions = {
  /** Makes the host; a page makes one. */
  async start(base: string, options: Partial<WebHostOptions> & { largest?: number }) {
    const { largest, ...rest } = options;
    host = await createWebHost({
      files: runtimeFiles,
      codecs: codecFiles,
      models: {
        base,
        onDownload: (one) => progress.push(one),
        ...(largest === undefined ? {} : { largest }),
      },
      ...rest,
    });
    return { backend: host.backend, lasting: host.lasting, provider: host.sessions.provider };
  },
  check: (name: string) => checkCase(host, name),
  /** Milliseconds of one caption → upsampled picture. */
  time: (pack: string, seed: number) => timeOne(host, pack, seed),
  /** How many locks tabs of this origin hold. */
  locks: async () => (await navigator.locks.query()).held?.length ?? 0,
  run: (graph: Graph) => runGraphRecorded(host, graph),
  /** A picture's shape and pixels, or the code of the error. */
  decode: (bytes: number[]) =>
    host.images.decode(Uint8Array.from(bytes)).then(
      ({ data, shape }) => ({ shape, pixels: [...data] }),
      ({ code }) => ({ code }),
    ),
  /** 8-bit RGB of the pictures at these addresses, in base64; the code of the error where one cannot be read. */
  async read8Bit(addresses: string[]) {
    const found: Record<string, string> = {};
    for (const address of addresses) {
      const bytes = new Uint8Array(await (await fetch(new URL(address, self.location.origin))).arrayBuffer());
      found[address] = await host.images.decode(bytes).then(toBase64, ({ code }) => code);
    }
    return found;
  },
  /** The bytes of a file of the picture [3, height, width] whose values count up through 0…255. */
  async encode(height: number, width: number, type: "image/png" | "image/webp") {
    const data = Float32Array.from({ length: 3 * height * width }, (_, i) => ((i * 37) % 256) / 127.5 - 1);
    return [...(await host.images.encode({ data, shape: [3, height, width] }, type))];
  },
  async animate(sides: number[]) {
    const frames = sides.map((side) => ({ data: new Float32Array(3 * side * side), shape: [3, side, side] }));
    return [...(await host.images.animate(frames, 100))];
  },
  /** Reads a file of a pack: how many bytes came, and what was told of the download. */
  async read(pack: string, file: string) {
    progress.length = 0;
    const bytes = await (await host.packs.open(pack)).read(file);
    return { bytes: bytes.length, progress: [...progress] };
  },
  /** The code and message with which a pack is refused. */
  refusal: (pack: string) =>
    host.packs.open(pack).then(
      () => undefined,
      ({ code, message }) => ({ code, message }),
    ),
  stored: (pack: string) => host.packs.stored(pack),
  evict: (pack: string) => host.packs.evict(pack),
};

function toBase64({ data, shape: [, height = 0, width = 0] }: Tensor): string {
  const plane = height * width;
  let text = "";
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < 3; c++) text += String.fromCharCode(Math.round((data[c * plane + i]! + 1) * 127.5));
  return `${width}×${height} ${btoa(text)}`;
}

self.addEventListener("message", async ({ data: { id, name, args } }) => {
  try {
    const call = functions[name as keyof typeof functions] as (...given: unknown[]) => Promise<unknown>;
    self.postMessage({ id, result: await call(...args) });
  } catch (error) {
    self.postMessage({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
