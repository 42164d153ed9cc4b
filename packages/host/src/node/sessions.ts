/**
 * Models through onnxruntime-node, which is loaded with the first model, so that a process that opens none (the API
 * server) never has it.
 *
 * `run` of onnxruntime-node blocks the event loop and cannot be interrupted; a process that must stay responsive
 * lets a child do this.
 */
import { availableParallelism } from "node:os";
import { env, type InferenceSession } from "onnxruntime-common";
import { HostError, type Pack, type Sessions } from "../host.ts";
import { loadedModels } from "../loaded-models.ts";
import { createOrtSession } from "../ort-session.ts";
import type { FolderPack } from "./packs.ts";

export type Provider = "cpu" | "cuda" | "webgpu";

export interface SessionOptions {
  /** Threads inside an operator; as many as there are cores by default. */
  readonly threads?: number;
  /** Bytes of weights that may stay loaded; 4 GiB by default. One model is always allowed. */
  readonly memoryBudget?: number;
  readonly provider?: Provider;
}

/** Above this size weights are mapped from the file instead of read into memory. */
const mapAbove = 512 * 1024 ** 2;

/**
 * Sessions of one process. What `open` returns stays good: a model that was released to make room is loaded again
 * when it is next run.
 */
export function createNodeSessions(options: SessionOptions = {}): Sessions {
  const { threads = availableParallelism(), memoryBudget = 4 * 1024 ** 3, provider = "cpu" } = options;
  const clock = busyClock();
  const models = loadedModels(memoryBudget, async (pack, file) =>
    createOrtSession(
      `${pack.manifest.id}/${file}`,
      await createSession(pack, file, threads, provider),
      clock.timed,
    ),
  );
  return {
    provider: `${provider} onnxruntime ${env.versions.common}`,
    get busyMilliseconds() {
      return clock.milliseconds;
    },
    ...models,
  };
}

/** Adds up the time in which at least one call was under way; calls that overlap are not counted twice. */
function busyClock() {
  let running = 0;
  let since = 0;
  let total = 0;
  return {
    get milliseconds() {
      return total + (running > 0 ? performance.now() - since : 0);
    },
    async timed<T>(call: () => Promise<T>): Promise<T> {
      if (running++ === 0) since = performance.now();
      try {
        return await call();
      } finally {
        if (--running === 0) total += performance.now() - since;
      }
    },
  };
}

async function createSession(
  pack: Pack,
  file: string,
  threads: number,
  provider: Provider,
): Promise<InferenceSession> {
  // Read once, when the library is loaded: it would keep an identifier of the machine and send events to its maker.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  const { env: runtime, InferenceSession } = await import("onnxruntime-node");
  // What goes wrong is thrown, and told once in our words.
  runtime.logLevel = "fatal";
  const settings = sessionSettings(threads, provider);
  const bytes = pack.manifest.files[file]?.bytes ?? 0;
  const source = await modelSource(pack, file, bytes);
  try {
    return typeof source === "string"
      ? await InferenceSession.create(source, { ...settings, graphOptimizationLevel: "extended" })
      : await InferenceSession.create(source, settings);
  } catch (cause) {
    // A failed assertion names a line of onnxruntime's source first.
    const reason = (cause as Error).message.trim().replace(/^\S+\.(cc|h):\d+ .* was false\. /s, "");
    if (provider !== "cpu" && /provider|library|adapter|backend/i.test(reason)) {
      throw new HostError(
        "provider_missing",
        `Found no working ${provider} on this machine (${reason}). Use the provider cpu, or install what ${provider} needs.`,
        { cause },
      );
    }
    if (/external data|model_path must not be empty/i.test(reason)) {
      throw new HostError(
        "model_external_data",
        `${pack.manifest.id}/${file}: found weights outside the model (${reason}), expected them inside, or in "${file}_data" beside it and listed in model.json.`,
        { cause },
      );
    }
    throw new HostError(
      "model_invalid",
      `${pack.manifest.id}/${file}: found a file that onnxruntime cannot load (${reason}), expected an ONNX model. Restore the file.`,
      { cause },
    );
  }
}

/**
 * Channels stay where ONNX has them: in the provider's own layout, channels last, a convolution of 6 or 9 channels of
 * input gives wrong numbers (onnxruntime#29651), and an upsampler that sees two pictures has 6.
 */
const onWebGpu = { name: "webgpu", preferredLayout: "NCHW" } as const;

/** Spinning threads make a busy machine two to three times slower and gain a few percent on an idle one. */
function sessionSettings(threads: number, provider: Provider): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider === "webgpu" ? onWebGpu : provider],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
  };
}

/** The model's bytes, or its path where it is big or keeps its weights in a file of their own. */
async function modelSource(pack: Pack, file: string, bytes: number): Promise<Uint8Array | string> {
  const weights = [`${file}_data`, `${file}.data`].filter((name) => Object.hasOwn(pack.manifest.files, name));
  if ((bytes <= mapAbove && weights.length === 0) || !("verifiedPath" in pack)) return pack.read(file);
  const folder = pack as FolderPack;
  for (const name of weights) await folder.verifiedPath(name);
  return folder.verifiedPath(file);
}
