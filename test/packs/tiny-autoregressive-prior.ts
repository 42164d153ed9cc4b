/**
 * The autoregressive prior of a tiny pack: one block of causal attention in two files, as the default pack has it. The
 * second reads a code under the keys and values of what was read before.
 */
import type { Tensor } from "@unclip/tensor";
import { type Builder, onnxModel } from "./onnx-model.ts";
import { bool, type Draw, FLOAT, float, int64, type TinySizes, weights } from "./tiny-models.ts";

/** Sizes of a tiny autoregressive prior. */
export interface TinyCodes {
  /** Codes of an embedding. */
  readonly count: number;
  readonly buckets: number;
  /** Buckets of the dot product. */
  readonly dots: number;
}

interface Weights {
  readonly queryKeyValue: readonly Tensor[];
  readonly head: Tensor;
  readonly tokens: Tensor;
  readonly embedding: Tensor;
  readonly dot: Tensor;
  readonly code: Tensor;
  readonly position: Tensor;
}

function drawn(draw: Draw, { width: d, length, tokenWidth: w }: TinySizes, codes: TinyCodes): Weights {
  return {
    queryKeyValue: [0, 1, 2].map(() => draw([w, w], w, 2)),
    head: draw([w, codes.buckets], w, 4),
    tokens: draw([w, w], w),
    embedding: draw([d, w], d, 3),
    dot: draw([codes.dots, w], 1),
    code: draw([codes.count * codes.buckets, w], 1),
    position: draw([length + 2 + codes.count, w], 1, 0.5),
  };
}

/** [B, n, w] → [1, B, 1, n, w]: one layer of one head. */
const asCache = (b: Builder, rows: string) => b.op("Unsqueeze", [rows, b.integers([0, 2])]);
const fromCache = (b: Builder, cache: string) => b.op("Squeeze", [cache, b.integers([0, 2])]);

/** Logits of what follows token x [B, 1, w], which attends to keys and values [B, n, w] where bias [B, n] is 0. */
function attend(b: Builder, own: Weights, x: string, keys: string, values: string, bias: string): string {
  const query = b.op("MatMul", [x, b.weight(own.queryKeyValue[0]!)]);
  const scores = b.op("MatMul", [query, b.op("Transpose", [keys], { perm: [0, 2, 1] })]);
  const masked = b.op("Add", [scores, b.op("Unsqueeze", [bias, b.integers([1])])]);
  const seen = b.op("MatMul", [b.op("Softmax", [masked], { axis: 2 }), values]);
  const hidden = b.op("Tanh", [b.op("Add", [x, seen])]);
  return b.op("Squeeze", [b.op("MatMul", [hidden, b.weight(own.head)]), b.integers([1])]);
}

/** attention_mask [B, L] → [B, L]: 0 where there is a token, −10,000 where there is none. */
function maskBias(b: Builder): string {
  const kept = b.op("Cast", ["attention_mask"], { to: FLOAT });
  const one = { data: Float32Array.of(1), shape: [1] };
  return b.op("Mul", [
    b.op("Sub", [kept, b.weight(one)]),
    b.weight({ data: Float32Array.of(1e4), shape: [1] }),
  ]);
}

const keysOf = (b: Builder, own: Weights, x: string) => b.op("MatMul", [x, b.weight(own.queryKeyValue[1]!)]);
const contentOf = (b: Builder, own: Weights, x: string) =>
  b.op("MatMul", [x, b.weight(own.queryKeyValue[2]!)]);

/** Both files. */
export function tinyAutoregressivePrior(
  seed: number,
  sizes: TinySizes,
  codes: TinyCodes,
): { prefix: Uint8Array; step: Uint8Array } {
  const own = drawn(weights(seed), sizes, codes);
  return { prefix: prefix(own, sizes, codes), step: step(own, sizes, codes) };
}

function prefix(own: Weights, { width: d, length, tokenWidth: w }: TinySizes, { buckets }: TinyCodes) {
  const read = length + 2;
  return onnxModel(
    {
      encoder_hidden_states: float("batch", length, w),
      attention_mask: bool("batch", length),
      proj_embedding: float("batch", d),
      dot: int64("batch"),
    },
    {
      logits: float("batch", buckets),
      keys: float(1, "batch", 1, read, w),
      values: float(1, "batch", 1, read, w),
    },
    (b) => {
      const tokens = b.op("MatMul", ["encoder_hidden_states", b.weight(own.tokens)]);
      const embedding = b.op("MatMul", ["proj_embedding", b.weight(own.embedding)]);
      const dot = b.op("Gather", [b.weight(own.dot), "dot"]);
      const single = (row: string) => b.op("Unsqueeze", [row, b.integers([1])]);
      const position = { data: own.position.data.slice(0, read * w), shape: [read, w] };
      const all = b.op("Concat", [tokens, single(embedding), single(dot)], { axis: 1 });
      const x = b.op("Add", [all, b.weight(position)]);
      const last = b.op("Slice", [x, b.integers([read - 1]), b.integers([read]), b.integers([1])]);
      const [keys, values] = [keysOf(b, own, x), contentOf(b, own, x)];
      const bias = b.op("Pad", [maskBias(b), b.integers([0, 0, 0, 2])]);
      return {
        logits: attend(b, own, last, keys, values, bias),
        keys: asCache(b, keys),
        values: asCache(b, values),
      };
    },
  );
}

function step(own: Weights, { length, tokenWidth: w }: TinySizes, { count, buckets }: TinyCodes) {
  const past = float(1, "batch", 1, "past", w);
  const longer = float(1, "batch", 1, "longer", w);
  return onnxModel(
    {
      code: int64("batch"),
      index: int64(),
      attention_mask: bool("batch", length),
      past_keys: past,
      past_values: past,
    },
    { logits: float("batch", buckets), keys: longer, values: longer },
    (b) => {
      const place = b.op("Add", [b.op("Mul", ["index", b.integers([buckets])]), "code"]);
      const positions = { data: own.position.data.slice((length + 2) * w), shape: [count, w] };
      const token = b.op("Add", [
        b.op("Gather", [b.weight(own.code), place]),
        b.op("Gather", [b.weight(positions), "index"]),
      ]);
      const x = b.op("Unsqueeze", [token, b.integers([1])]);
      const grown = (cache: string, row: string) => b.op("Concat", [fromCache(b, cache), row], { axis: 1 });
      const keys = grown("past_keys", keysOf(b, own, x));
      const values = grown("past_values", contentOf(b, own, x));
      const read = b.op("Slice", [b.op("Shape", [keys]), b.integers([1]), b.integers([2])]);
      const behind = b.op("Concat", [b.integers([0, 0, 0]), b.op("Sub", [read, b.integers([length])])], {
        axis: 0,
      });
      const bias = b.op("Pad", [maskBias(b), behind]);
      return {
        logits: attend(b, own, x, keys, values, bias),
        keys: asCache(b, keys),
        values: asCache(b, values),
      };
    },
  );
}
