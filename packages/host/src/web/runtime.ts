/**
 * Loads onnxruntime-web, once in a realm.
 *
 * Its threads run the emscripten module again, so that module must be a file of its own: bundled into an application's
 * chunk it would start the application in each thread and never come back. Who bundles therefore gives its address.
 */
import type { Env, InferenceSessionFactory } from "onnxruntime-common";
import { HostError } from "../host.ts";
import type { Backend, Build } from "./backend.ts";

/** Where a build's two files are, as a bundler emitted them, and the size of the larger, which is some megabytes. */
interface RuntimeFile {
  readonly mjs: string;
  readonly wasm: string;
  /** Bytes of `wasm`, where known ahead. */
  readonly bytes?: number;
}

export type RuntimeFiles = Readonly<Record<Build, RuntimeFile>>;

/** What is used of onnxruntime-web. */
export interface Runtime {
  readonly env: Env;
  readonly InferenceSession: InferenceSessionFactory;
}

/** Told how far the download of the runtime has come, in bytes; `of` is undefined where the size is not known. */
export type RuntimeProgress = (loaded: number, of: number | undefined) => void;

const builds: Readonly<Record<Build, () => Promise<Runtime>>> = {
  jspi: () => import("onnxruntime-web/jspi"),
  wasm: () => import("onnxruntime-web/wasm"),
  asyncify: () => import("onnxruntime-web/webgpu"),
};

/** The runtime of this build with its number of threads set; nothing is compiled before the first model. */
export async function loadRuntime(
  { build, threads }: Backend,
  files: RuntimeFiles,
  onProgress: RuntimeProgress = () => {},
): Promise<Runtime> {
  const { mjs, wasm, bytes } = files[build];
  const runtime = await builds[build]();
  const { env } = runtime;
  // What goes wrong is thrown, and told once in our words.
  env.logLevel = "fatal";
  env.wasm.wasmPaths = { mjs, wasm };
  env.wasm.numThreads = threads;
  env.wasm.wasmBinary ??= await download(wasm, bytes, onProgress);
  return runtime;
}

/** The browser's HTTP cache keeps the file, which carries its version in its name, from one visit to the next. */
async function download(
  address: string,
  bytes: number | undefined,
  onProgress: RuntimeProgress,
): Promise<ArrayBuffer> {
  const lost = (cause: unknown): never => {
    throw new HostError(
      "provider_missing",
      "onnxruntime-web cannot be downloaded. Check the connection and run again, or run on a server.",
      { cause },
    );
  };
  const response = await fetch(address).catch(lost);
  if (!response.ok) lost(new Error(`${address}: ${response.status}`));
  let loaded = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      loaded += chunk.length;
      onProgress(loaded, bytes);
      controller.enqueue(chunk);
    },
    // Where the size was not known, this is it.
    flush: () => onProgress(loaded, loaded),
  });
  return new Response(response.body?.pipeThrough(counted)).arrayBuffer().catch(lost);
}
