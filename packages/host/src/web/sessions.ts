/**
 * Models through onnxruntime-web, which is loaded with the first model. `run` blocks its thread: a page lets a Worker
 * of its own do this.
 */
import { env as common, type InferenceSession } from "onnxruntime-common";
import { HostError, type Pack, type Sessions } from "../host.ts";
import { loadedModels } from "../loaded-models.ts";
import { createOrtSession, inTurn } from "../ort-session.ts";
import type { Backend } from "./backend.ts";
import { loadRuntime, type Runtime, type RuntimeFiles, type RuntimeProgress } from "./runtime.ts";

export interface SessionOptions {
  readonly backend: Backend;
  readonly files: RuntimeFiles;
  /** Bytes of weights that may stay loaded; 1 GiB by default, since the heap ends at 4 GiB and loading takes twice the weights. */
  readonly memoryBudget?: number;
  /** Told of the runtime's own download, which comes with the first model. */
  readonly onRuntimeDownload?: RuntimeProgress;
}

/**
 * Channels stay where ONNX has them: in the provider's own layout, channels last, a convolution of 6 or 9 channels of
 * input gives wrong numbers (onnxruntime#29651), and an upsampler that sees two pictures has 6.
 */
const onGpu = { name: "webgpu", preferredLayout: "NCHW" } as const;

/** Sessions of one realm. The runtime is one instance, so all calls into it wait for each other. */
export function createWebSessions({
  backend,
  files,
  memoryBudget = 1024 ** 3,
  onRuntimeDownload,
}: SessionOptions): Sessions {
  const alone = inTurn();
  let runtime: Promise<Runtime> | undefined;
  const load = () => {
    runtime ??= loadRuntime(backend, files, onRuntimeDownload);
    // A download that failed is begun again with the next model.
    runtime.catch(() => {
      runtime = undefined;
    });
    return runtime;
  };
  let busy = 0;
  const timed = <T>(call: () => Promise<T>): Promise<T> =>
    alone(async () => {
      await turn();
      const start = performance.now();
      try {
        return await call();
      } finally {
        busy += performance.now() - start;
      }
    });
  const models = loadedModels(memoryBudget, async (pack, file) => {
    const session = await createSession(pack, file, backend, load, alone);
    const { inputMetadata, outputMetadata } = session;
    const run: InferenceSession["run"] = session.run.bind(session);
    const release = () => alone(() => session.release());
    return createOrtSession(
      `${pack.manifest.id}/${file}`,
      { inputMetadata, outputMetadata, run, release },
      timed,
    );
  });
  return {
    provider: providerName(backend),
    get busyMilliseconds() {
      return busy;
    },
    ...models,
  };
}

/**
 * Lets the Worker hear its messages, a cancel among them: model calls follow each other without a turn of the event
 * loop, since they block.
 */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Results differ by rounding between builds and numbers of threads, so both are in the name. */
function providerName({ provider, build, threads }: Backend): string {
  const how = provider === "webgpu" ? build : `${build}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  return `${provider} onnxruntime-web ${common.versions.common} (${how})`;
}

async function createSession(
  pack: Pack,
  file: string,
  backend: Backend,
  load: () => Promise<Runtime>,
  alone: <T>(call: () => Promise<T>) => Promise<T>,
): Promise<InferenceSession> {
  // Two downloads at once, on a first visit.
  const [{ InferenceSession }, model] = await Promise.all([load(), pack.read(file)]);
  const beside = [`${file}_data`, `${file}.data`].filter((name) => Object.hasOwn(pack.manifest.files, name));
  const externalData = await Promise.all(beside.map(async (path) => ({ path, data: await pack.read(path) })));
  const settings: InferenceSession.SessionOptions = {
    executionProviders: backend.provider === "webgpu" ? [onGpu, "wasm"] : ["wasm"],
    graphOptimizationLevel: "all",
    logSeverityLevel: 4,
    ...(externalData.length > 0 ? { externalData } : {}),
  };
  try {
    return await alone(() => InferenceSession.create(model, settings));
  } catch (cause) {
    throw createProblem(`${pack.manifest.id}/${file}`, (cause as Error).message.trim(), backend, cause);
  }
}

function createProblem(model: string, reason: string, { provider }: Backend, cause: unknown): HostError {
  if (/no available backend|failed to fetch|dynamically imported|initialization/i.test(reason)) {
    return new HostError(
      "provider_missing",
      `Found no working onnxruntime in this browser (${reason}). Load the page again, or run on a server.`,
      { cause },
    );
  }
  if (/bad_alloc|out of memory|memory access out of bounds|Array buffer allocation/i.test(reason)) {
    return new HostError(
      "model_too_large",
      `${model}: the browser has no memory for this model (${reason}). Close other tabs, or run on a server.`,
      { cause },
    );
  }
  if (provider === "webgpu" && /webgpu|gpu|f16|adapter|device/i.test(reason)) {
    return new HostError(
      "provider_missing",
      `${model}: the graphics adapter cannot run this model (${reason}). Run it on the CPU.`,
      { cause },
    );
  }
  if (/external data|model_path must not be empty/i.test(reason)) {
    return new HostError(
      "model_external_data",
      `${model}: found weights outside the model (${reason}), expected them inside, or in "${model.split("/").at(-1)}_data" beside it and listed in model.json.`,
      { cause },
    );
  }
  return new HostError(
    "model_invalid",
    `${model}: found a file that onnxruntime cannot load (${reason}), expected an ONNX model. Restore the file.`,
    { cause },
  );
}
