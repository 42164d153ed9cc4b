/**
 * Feeds against what a model declares, before the runtime sees them: onnxruntime accepts an extra feed in silence.
 */
import { type Feed, HostError, type TensorInfo, type TensorType } from "./host.ts";

/** The element type of a feed. */
export function feedType(feed: Feed): TensorType {
  return "type" in feed ? feed.type : "float32";
}

/**
 * Throws HostError `model_contract` unless the feeds are exactly the model's inputs, with its types, ranks and fixed
 * dimensions, and hold as many elements as their shapes say.
 *
 * @param model what to call the model in messages
 */
export function checkFeeds(
  model: string,
  inputs: readonly TensorInfo[],
  feeds: Readonly<Record<string, Feed>>,
): void {
  const fail = (message: string): never => {
    throw new HostError("model_contract", `${model}: ${message}`);
  };
  for (const name of Object.keys(feeds)) {
    if (!inputs.some((i) => i.name === name)) {
      const names = inputs.map((i) => i.name).join(", ");
      fail(`found a feed "${name}", expected only ${names}. Correct the role's tensor names in model.json.`);
    }
  }
  for (const input of inputs) {
    const feed = feeds[input.name];
    if (!feed) {
      fail(`found no feed for the input "${input.name}". Name it in the role's "in" in model.json.`);
      continue;
    }
    const type = feedType(feed);
    if (type !== input.type) fail(`input "${input.name}" was fed ${type}, expected ${input.type}.`);
    const size = feed.shape.reduce((a, b) => a * b, 1);
    if (size !== feed.data.length) {
      fail(
        `input "${input.name}" was fed ${feed.data.length} elements, expected ${size} for the shape [${feed.shape.join(", ")}].`,
      );
    }
    const fits =
      feed.shape.length === input.shape.length &&
      feed.shape.every((n, axis) => typeof input.shape[axis] === "string" || input.shape[axis] === n);
    if (!fits) {
      fail(
        `input "${input.name}" was fed the shape [${feed.shape.join(", ")}], expected [${input.shape.join(", ")}].`,
      );
    }
  }
}

/** Throws HostError `numeric_nonfinite` when an output holds NaN or an infinity. */
export function checkFinite(model: string, output: string, data: Float32Array): void {
  // A sum of 32-bit floats cannot overflow 64 bits, so it is finite exactly when all of them are.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  if (Number.isFinite(sum)) return;
  const at = data.findIndex((x) => !Number.isFinite(x));
  throw new HostError(
    "numeric_nonfinite",
    `${model}: output "${output}" holds ${data[at]} at element ${at}, expected finite numbers. Lower the guidance, or check the weights.`,
  );
}
