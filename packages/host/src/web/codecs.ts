/**
 * The WebAssembly codecs and the compression of a browser.
 */
import { HostError } from "../host.ts";
import type { Codecs } from "../pictures/decode-picture.ts";
import { encodeWebp, type WebpEncoder } from "./webp-encoder.ts";

/** Addresses of the WebAssembly files of the codecs. */
export interface CodecFiles {
  readonly jpeg: string;
  readonly webp: string;
  readonly webpEncoder: string;
}

export interface WebCodecs extends Codecs {
  webpEncoder(): Promise<WebpEncoder>;
  /** Downloads all, so that they are there when there is no connection any more. */
  load(): Promise<void>;
}

/** Each is downloaded when it is first needed. */
export function createWebCodecs(files: CodecFiles): WebCodecs {
  const jpeg = once(() => compile(files.jpeg));
  const webp = once(() => compile(files.webp));
  const webpEncoder = once(async () => encodeWebp(await compile(files.webpEncoder)));
  return {
    jpeg,
    webp,
    webpEncoder,
    load: async () => void (await Promise.all([jpeg(), webp(), webpEncoder()])),
  };
}

/** A failure is not remembered: the next call tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

async function compile(address: string): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the host answered ${response.status}`);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new HostError(
      "codec_missing",
      `Found no codec for this picture at ${address} (${(cause as Error).message}), expected one. Check the connection and try again.`,
      { cause },
    );
  }
}

/** Compresses to the zlib format. */
export async function deflateBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
