/**
 * What this browser computes with: the build of onnxruntime-web, the provider and the number of threads.
 */

/**
 * The builds differ in how WebAssembly waits for a GPU: `jspi` suspends (fast, needs `WebAssembly.Suspending`),
 * `asyncify` rewinds the stack (everywhere, but twice as slow on the CPU), `wasm` has no GPU provider.
 */
export type Build = "jspi" | "wasm" | "asyncify";

export interface Backend {
  readonly build: Build;
  readonly provider: "wasm" | "webgpu";
  readonly threads: number;
  /** Why nothing better is used, a sentence each; empty when there is nothing better. */
  readonly limits: readonly string[];
}

export interface BackendOptions {
  /** Compute on the GPU where there is one; off by default. */
  readonly gpu?: boolean;
  /** Threads on the CPU; as many as there are cores by default. */
  readonly threads?: number;
}

/** What is looked at; a test gives its own. */
export interface Surroundings {
  readonly suspending: boolean;
  readonly isolated: boolean;
  readonly cores: number;
  /** Whether a GPU adapter answers; undefined where the browser has no WebGPU. */
  readonly adapter: (() => Promise<boolean>) | undefined;
}

/** Chooses once for a worker: a realm can hold one build with one number of threads. */
export async function chooseBackend(
  { gpu = false, threads }: BackendOptions = {},
  { suspending, isolated, cores, adapter }: Surroundings = look(),
): Promise<Backend> {
  const limits: string[] = [];
  const onGpu = gpu && adapter !== undefined && (await adapter());
  if (gpu && adapter === undefined) limits.push("This browser has no WebGPU, so the CPU computes.");
  if (gpu && adapter !== undefined && !onGpu)
    limits.push("WebGPU found no graphics adapter, so the CPU computes.");
  if (!isolated) {
    limits.push(
      "The page is not cross-origin isolated, so there is one thread. Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.",
    );
  }
  return {
    build: suspending ? "jspi" : onGpu ? "asyncify" : "wasm",
    provider: onGpu ? "webgpu" : "wasm",
    threads: isolated ? (threads ?? cores) : 1,
    limits,
  };
}

function look(): Surroundings {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  return {
    suspending: "Suspending" in WebAssembly,
    isolated: globalThis.crossOriginIsolated === true,
    cores: navigator.hardwareConcurrency,
    adapter: gpu
      ? async () =>
          gpu.requestAdapter().then(
            (found) => found !== null,
            () => false,
          )
      : undefined,
  };
}
