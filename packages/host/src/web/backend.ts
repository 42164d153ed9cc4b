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
  /** Why nothing better is used; empty when there is nothing better. */
  readonly limits: readonly Limit[];
}

/** What keeps this browser from computing faster: a code for an interface to word, and a sentence. */
export interface Limit {
  readonly code: LimitCode;
  readonly message: string;
}

export type LimitCode =
  | "webgpu_missing"
  | "adapter_missing"
  | "adapter_software"
  | "not_isolated"
  | "few_cores";

const sentences: Readonly<Record<LimitCode, string>> = {
  webgpu_missing: "This browser has no WebGPU, so the CPU computes.",
  adapter_missing: "WebGPU found no graphics adapter, so the CPU computes.",
  adapter_software:
    "The only graphics adapter is software, which is slower than WebAssembly, so the CPU computes.",
  few_cores: "The browser tells of two cores or fewer, so there is one thread: the page needs the other.",
  not_isolated:
    "The page is not cross-origin isolated, so there is one thread. Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.",
};

export interface BackendOptions {
  /** Compute on the GPU where there is one; `"even-software"` takes an adapter that is none too, for tests. Off by default. */
  readonly gpu?: boolean | "even-software";
  /** Threads on the CPU; half the cores by default, up to {@link mostThreads}. */
  readonly threads?: number;
}

/**
 * Threads of WebAssembly spin while they wait for each other, which no option of onnxruntime-web turns off. Threads that
 * do not have a core each make a call twice as slow as one thread alone would (measured on two cores under load), and
 * browsers count hyperthreads as cores: hence half of them, and no more than four, as onnxruntime-web would take itself.
 */
const mostThreads = 4;

/** What is looked at; a test gives its own. */
export interface Surroundings {
  readonly suspending: boolean;
  readonly isolated: boolean;
  readonly cores: number;
  /** The GPU adapter that answers; undefined where the browser has no WebGPU. */
  readonly adapter: (() => Promise<"none" | "software" | "hardware">) | undefined;
}

/** Chooses once for a worker: a realm can hold one build with one number of threads. */
export async function chooseBackend(
  { gpu = false, threads }: BackendOptions = {},
  { suspending, isolated, cores, adapter }: Surroundings = look(),
): Promise<Backend> {
  const found = gpu === false ? undefined : adapter === undefined ? "missing" : await adapter();
  const onGpu = found === "hardware" || (found === "software" && gpu === "even-software");
  const wanted = threads ?? Math.min(Math.ceil(cores / 2), mostThreads);
  const codes: LimitCode[] = [];
  if (found === "missing") codes.push("webgpu_missing");
  if (found === "none") codes.push("adapter_missing");
  if (found === "software" && !onGpu) codes.push("adapter_software");
  if (!isolated) codes.push("not_isolated");
  else if (!onGpu && threads === undefined && wanted === 1) codes.push("few_cores");
  return {
    build: suspending ? "jspi" : onGpu ? "asyncify" : "wasm",
    provider: onGpu ? "webgpu" : "wasm",
    threads: isolated ? wanted : 1,
    limits: codes.map((code) => ({ code, message: sentences[code] })),
  };
}

/** What is used of WebGPU; the type library of a Worker without it does not know it. */
interface Adapter {
  readonly info?: { readonly isFallbackAdapter?: boolean };
  readonly isFallbackAdapter?: boolean;
}

function look(): Surroundings {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const ask = async (from: NonNullable<typeof gpu>) => {
    const adapter = await from.requestAdapter().catch(() => null);
    if (adapter === null) return "none";
    return (adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter) ? "software" : "hardware";
  };
  return {
    suspending: "Suspending" in WebAssembly,
    isolated: globalThis.crossOriginIsolated === true,
    cores: navigator.hardwareConcurrency,
    adapter: gpu && (() => ask(gpu)),
  };
}
