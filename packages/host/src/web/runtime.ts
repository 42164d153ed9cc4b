/**
 * Loads onnxruntime-web, once in a realm.
 *
 * Its threads run the emscripten module again, so that module must be a file of its own: bundled into an application's
 * chunk it would start the application in each thread and never come back. Who bundles therefore gives its address.
 */
import type { Env, InferenceSessionFactory } from "onnxruntime-common";
import type { Backend, Build } from "./backend.ts";

/** Addresses of the files of each build, as a bundler emitted them. */
export type RuntimeFiles = Readonly<Record<Build, { readonly mjs: string; readonly wasm: string }>>;

/** What is used of onnxruntime-web. */
export interface Runtime {
  readonly env: Env;
  readonly InferenceSession: InferenceSessionFactory;
}

const builds: Readonly<Record<Build, () => Promise<Runtime>>> = {
  jspi: () => import("onnxruntime-web/jspi"),
  wasm: () => import("onnxruntime-web/wasm"),
  asyncify: () => import("onnxruntime-web/webgpu"),
};

/** The runtime of this build with its number of threads set; nothing is compiled before the first model. */
export async function loadRuntime({ build, threads }: Backend, files: RuntimeFiles): Promise<Runtime> {
  const runtime = await builds[build]();
  const { env } = runtime;
  // What goes wrong is thrown, and told once in our words.
  env.logLevel = "fatal";
  env.wasm.wasmPaths = files[build];
  env.wasm.numThreads = threads;
  return runtime;
}
