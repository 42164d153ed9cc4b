/**
 * The WebAssembly codecs and the compression of this machine.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { deflate, deflateSync } from "node:zlib";
import type { Codecs } from "../pictures/decode-picture.ts";

const require = createRequire(import.meta.url);
const inBackground = promisify(deflate);
/** Below this many bytes compressing at once is cheaper than waiting for a thread. */
const small = 64 * 1024;

export const nodeCodecs: Codecs = {
  jpeg: compiledOnce(require.resolve("@cwasm/jpeg-turbo/jpeg-turbo.wasm")),
  webp: compiledOnce(require.resolve("@cwasm/webp/webp.wasm")),
};

function compiledOnce(file: string): () => Promise<WebAssembly.Module> {
  let module: Promise<WebAssembly.Module> | undefined;
  return () => {
    module ??= readFile(file).then((bytes) => WebAssembly.compile(new Uint8Array(bytes)));
    return module;
  };
}

/** Compresses to the zlib format. */
export async function deflateBytes(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.length < small ? deflateSync(bytes, { level: 6 }) : inBackground(bytes, { level: 6 });
}
