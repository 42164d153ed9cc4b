/**
 * The networks of a tiny pack: the tensor names, shapes and types of real roles, random weights, and mathematics in
 * which every output depends on every input, so that a test sees conditioning that was dropped.
 */
import { generator, scale, type Tensor } from "@unclip/tensor";
import { type Builder, onnxModel, type Port } from "./onnx-model.ts";

/** Sizes of a tiny pack. */
export interface TinySizes {
  /** Width of embeddings. */
  readonly width: number;
  /** Tokens of a caption, and their width. */
  readonly length: number;
  readonly tokenWidth: number;
  readonly vocabulary: number;
  /** Side of a picture. */
  readonly side: number;
  readonly unitNorm: boolean;
}

/** Seeded random weights: `draw(shape, k)` is normal with standard deviation k / √(inputs). */
export type Draw = (shape: readonly number[], inputs: number, gain?: number) => Tensor;

export function weights(seed: number): Draw {
  const source = generator(seed);
  return (shape, inputs, gain = 1) => scale(source.normal(shape), gain / Math.sqrt(inputs));
}

export const float = (...shape: (number | string)[]): Port => ({ type: "float32", shape });
export const bool = (...shape: (number | string)[]): Port => ({ type: "bool", shape });
export const int64 = (...shape: (number | string)[]): Port => ({ type: "int64", shape });
/** ONNX's number of the type. */
export const FLOAT = 1;

/** Mean over tokens that the mask keeps: [B, L, w], [B, L] → [B, w]. */
function maskedMean(b: Builder, tokens: string, mask: string): string {
  const kept = b.op("Unsqueeze", [b.op("Cast", [mask], { to: FLOAT }), b.integers([2])]);
  const sum = b.op("ReduceSum", [b.op("Mul", [tokens, kept]), b.integers([1])], { keepdims: 0 });
  return b.op("Div", [sum, b.op("ReduceSum", [kept, b.integers([1])], { keepdims: 0 })]);
}

/** Sinusoids of the timestep: scalar → [width]. */
function timeEmbedding(b: Builder, width: number): string {
  const frequencies = Float32Array.from({ length: width }, (_, i) => 0.002 * 1.5 ** i);
  const angle = b.op("Mul", [
    b.op("Cast", ["timestep"], { to: FLOAT }),
    b.weight({ data: frequencies, shape: [width] }),
  ]);
  return b.op("Sin", [angle]);
}

const sum = (b: Builder, ...terms: string[]) => terms.reduce((total, term) => b.op("Add", [total, term]));

function embeddingOf(b: Builder, draw: Draw, features: string, inputs: number, sizes: TinySizes): string {
  const z = b.op("MatMul", [features, b.weight(draw([inputs, sizes.width], inputs, 2))]);
  if (!sizes.unitNorm) return z;
  return b.op("Div", [z, b.op("ReduceL2", [z], { axes: [1], keepdims: 1 })]);
}

/** input_ids [B, L], attention_mask [B, L] → text_embeds [B, d], last_hidden_state [B, L, w]. */
export function tinyTextEncoder(seed: number, sizes: TinySizes): Uint8Array {
  const { length, tokenWidth: w, vocabulary } = sizes;
  const draw = weights(seed);
  return onnxModel(
    { input_ids: int64("batch", length), attention_mask: int64("batch", length) },
    { text_embeds: float("batch", sizes.width), last_hidden_state: float("batch", length, w) },
    (b) => {
      const table = b.weight(draw([vocabulary, w], 1));
      const tokens = sum(b, b.op("Gather", [table, "input_ids"]), b.weight(draw([length, w], 1, 0.5)));
      const pooled = maskedMean(b, tokens, "attention_mask");
      const context = b.op("Unsqueeze", [
        b.op("MatMul", [pooled, b.weight(draw([w, w], w))]),
        b.integers([1]),
      ]);
      const hidden = b.op("Tanh", [sum(b, tokens, context)]);
      const text = maskedMean(b, hidden, "attention_mask");
      return { text_embeds: embeddingOf(b, draw, text, w, sizes), last_hidden_state: hidden };
    },
  );
}

/** pixel_values [B, 3, S, S] → image_embeds [B, d]. */
export function tinyImageEncoder(seed: number, sizes: TinySizes): Uint8Array {
  const { side } = sizes;
  const draw = weights(seed);
  return onnxModel(
    { pixel_values: float("batch", 3, side, side) },
    { image_embeds: float("batch", sizes.width) },
    (b) => {
      const patches = b.op("Conv", ["pixel_values", b.weight(draw([8, 3, 4, 4], 48, 2))], {
        strides: [4, 4],
      });
      const features = b.op("Flatten", [b.op("Tanh", [patches])], { axis: 1 });
      return { image_embeds: embeddingOf(b, draw, features, 8 * (side / 4) ** 2, sizes) };
    },
  );
}

/** The prior of the paper's §2.2 as a perceptron: x_t, t, z_t, tokens → ẑ_i. */
export function tinyPrior(seed: number, sizes: TinySizes): Uint8Array {
  const { width: d, length, tokenWidth: w } = sizes;
  const draw = weights(seed);
  return onnxModel(
    {
      hidden_states: float("batch", d),
      timestep: int64(),
      proj_embedding: float("batch", d),
      encoder_hidden_states: float("batch", length, w),
      attention_mask: bool("batch", length),
    },
    { predicted_image_embedding: float("batch", d) },
    (b) => {
      const text = maskedMean(b, "encoder_hidden_states", "attention_mask");
      const hidden = sum(
        b,
        b.op("MatMul", ["hidden_states", b.weight(draw([d, d], d, 0.5))]),
        b.op("MatMul", ["proj_embedding", b.weight(draw([d, d], d, 2))]),
        b.op("MatMul", [text, b.weight(draw([w, d], w, 2))]),
        timeEmbedding(b, d),
      );
      return {
        predicted_image_embedding: b.op("MatMul", [b.op("Tanh", [hidden]), b.weight(draw([d, d], d))]),
      };
    },
  );
}

/** The decoder as two convolutions around a conditioned nonlinearity; `out` channels are 2·`channels` where it learns variance. */
export function tinyDecoder(
  seed: number,
  sizes: TinySizes,
  channels: number,
  side: number,
  out: number,
): Uint8Array {
  const { width: d, length, tokenWidth: w } = sizes;
  const draw = weights(seed);
  const hidden = 16;
  return onnxModel(
    {
      sample: float("batch", channels, side, side),
      timestep: int64(),
      image_embeds: float("batch", d),
      encoder_hidden_states: float("batch", length, w),
      attention_mask: bool("batch", length),
    },
    { out_sample: float("batch", out, side, side) },
    (b) => {
      const text = maskedMean(b, "encoder_hidden_states", "attention_mask");
      const condition = sum(
        b,
        b.op("MatMul", ["image_embeds", b.weight(draw([d, hidden], d, 3))]),
        b.op("MatMul", [text, b.weight(draw([w, hidden], w))]),
        timeEmbedding(b, hidden),
      );
      // The condition meets a fixed pattern, so that it draws something and does not only tint.
      const pattern = b.op("Mul", [
        b.op("Unsqueeze", [condition, b.integers([2, 3])]),
        b.weight(draw([1, hidden, side, side], 1)),
      ]);
      const first = b.op("Conv", ["sample", b.weight(draw([hidden, channels, 3, 3], 9 * channels))], {
        pads: [1, 1, 1, 1],
      });
      const activity = b.op("Tanh", [sum(b, first, pattern)]);
      const last = b.op("Conv", [activity, b.weight(draw([out, hidden, 3, 3], 9 * hidden))], {
        pads: [1, 1, 1, 1],
      });
      return { out_sample: last };
    },
  );
}

/** sample [B, 6, S, S] (x_t and the enlarged picture), timestep → out_sample [B, 3, S, S]. */
export function tinyUpsampler(seed: number, side: number): Uint8Array {
  const draw = weights(seed);
  return onnxModel(
    { sample: float("batch", 6, side, side), timestep: int64() },
    { out_sample: float("batch", 3, side, side) },
    (b) => {
      const time = b.op("Unsqueeze", [timeEmbedding(b, 8), b.integers([1, 2])]);
      const first = b.op("Conv", ["sample", b.weight(draw([8, 6, 3, 3], 54, 2))], { pads: [1, 1, 1, 1] });
      const last = b.op("Conv", [b.op("Tanh", [sum(b, first, time)]), b.weight(draw([3, 8, 3, 3], 72))], {
        pads: [1, 1, 1, 1],
      });
      return { out_sample: last };
    },
  );
}

/** An orthogonal matrix [n, n], by Gram–Schmidt on random rows. */
export function orthogonal(seed: number, n: number): Tensor {
  const rows: Float64Array[] = [];
  const source = generator(seed).normal([n, n]).data;
  for (let i = 0; i < n; i++) {
    const row = Float64Array.from(source.subarray(i * n, (i + 1) * n));
    for (const other of rows) {
      const along = row.reduce((total, x, k) => total + x * other[k]!, 0);
      for (let k = 0; k < n; k++) row[k] = row[k]! - along * other[k]!;
    }
    const length = Math.hypot(...row);
    rows.push(row.map((x) => x / length));
  }
  return { data: Float32Array.from(rows.flatMap((row) => [...row])), shape: [n, n] };
}

/** An autoencoder that loses nothing: 2×2 patches of pixels ↔ 12 channels, turned by an orthogonal matrix. */
export function tinyAutoencoder(seed: number, side: number): { encode: Uint8Array; decode: Uint8Array } {
  const half = side / 2;
  const turn = orthogonal(seed, 12);
  const back = Float32Array.from(turn.data, (_, i) => turn.data[(i % 12) * 12 + Math.floor(i / 12)]!);
  return {
    encode: onnxModel(
      { sample: float("batch", 3, side, side) },
      { latent: float("batch", 12, half, half) },
      (b) => {
        const patches = b.op("SpaceToDepth", ["sample"], { blocksize: 2 });
        return { latent: b.op("Conv", [patches, b.weight({ data: turn.data, shape: [12, 12, 1, 1] })]) };
      },
    ),
    decode: onnxModel(
      { latent: float("batch", 12, half, half) },
      { sample: float("batch", 3, side, side) },
      (b) => {
        const patches = b.op("Conv", ["latent", b.weight({ data: back, shape: [12, 12, 1, 1] })]);
        return { sample: b.op("DepthToSpace", [patches], { blocksize: 2, mode: "DCR" }) };
      },
    ),
  };
}
