/**
 * One onnxruntime session behind the host's Session; onnxruntime-node and onnxruntime-web have the same API.
 */

import { type InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { checkFeeds, checkFinite, feedType } from "./check-feeds.ts";
import { type Feed, HostError, type Session, type TensorInfo } from "./host.ts";

/** A session that can be released; calls that were made before are answered first. */
export interface OrtSession extends Session {
  release(): Promise<void>;
}

/** What is used of a session of the runtime. */
export type RuntimeSession = Pick<InferenceSession, "inputMetadata" | "outputMetadata" | "run" | "release">;

/**
 * Wraps a session: feeds are checked, calls queue behind each other, results are float tensors without NaN.
 *
 * @param model name for messages
 * @param timed measures a model call
 */
export function createOrtSession(
  model: string,
  session: RuntimeSession,
  timed: <T>(call: () => Promise<T>) => Promise<T>,
): OrtSession {
  const inputs = session.inputMetadata.map(tensorInfo);
  const outputs = session.outputMetadata.map(tensorInfo);
  const queued = inTurn();
  return {
    inputs,
    outputs,
    async run(feeds) {
      checkFeeds(model, inputs, feeds);
      const given = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, toOrt(feed)]));
      const results = await queued(() => timed(() => session.run(given))).catch((cause: Error) => {
        throw new HostError("model_failed", `${model}: the model call failed (${cause.message.trim()}).`, {
          cause,
        });
      });
      return Object.fromEntries(
        Object.entries(results).map(([name, result]) => {
          const data = toFloats(model, name, result as OrtTensor);
          checkFinite(model, name, data);
          return [name, { data, shape: [...(result as OrtTensor).dims] }];
        }),
      );
    },
    release: () => queued(() => session.release()),
  };
}

/** Makes calls wait for each other: each begins when the one before has ended, however it ended. */
export function inTurn(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const next = last.then(call, call);
    last = next.catch(() => undefined);
    return next;
  };
}

function tensorInfo(metadata: InferenceSession.ValueMetadata): TensorInfo {
  if (!metadata.isTensor) return { name: metadata.name, type: "not a tensor", shape: [] };
  return { name: metadata.name, type: metadata.type, shape: [...metadata.shape] };
}

function toOrt(feed: Feed): OrtTensor {
  switch (feedType(feed)) {
    case "int64":
      return new OrtTensor("int64", BigInt64Array.from(feed.data as readonly number[], BigInt), feed.shape);
    case "bool":
      return new OrtTensor("bool", Uint8Array.from(feed.data as readonly boolean[], Number), feed.shape);
    default:
      return new OrtTensor("float32", feed.data as Float32Array, feed.shape);
  }
}

function toFloats(model: string, name: string, result: OrtTensor): Float32Array {
  if (result.type === "float32") return result.data as Float32Array;
  throw new HostError(
    "model_contract",
    `${model}: output "${name}" has the type ${result.type}, expected float32. Export the role with float outputs.`,
  );
}
