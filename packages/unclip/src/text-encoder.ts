/**
 * CLIP's text encoder: captions → z_t and token states (paper §2).
 */
import { type Tensor, unstack } from "@unclip/tensor";
import type { Model } from "./model.ts";
import { feedRows } from "./rows.ts";

/** A caption as prior and decoder take it. */
export interface TextEncoding {
  /** z_t: [d], of the pack's joint space. */
  readonly embedding: Tensor;
  /** Token states: [L, w]. */
  readonly tokens: Tensor;
  /** L booleans: which positions hold tokens of the caption. */
  readonly mask: readonly boolean[];
  readonly caption: string;
  /** Whether the caption had more tokens than the encoder reads. */
  readonly truncated: boolean;
}

/** Captions in one model call at most. */
const batch = 32;

/** Encodes captions. The empty caption is what "no text" means to guidance. */
export async function encodeText(
  model: Model,
  captions: readonly string[],
  signal?: AbortSignal,
): Promise<TextEncoding[]> {
  const spec = model.role("text-encoder");
  const session = await model.session("text-encoder");
  const encodings: TextEncoding[] = [];
  for (let from = 0; from < captions.length; from += batch) {
    signal?.throwIfAborted();
    const part = captions.slice(from, from + batch);
    const tokenized = part.map(model.tokenize);
    const masks = tokenized.map(({ mask }) => mask);
    const maskInput = session.inputs.find((input) => input.name === spec.in.mask);
    const results = await session.run({
      [spec.in.ids]: {
        type: "int64",
        data: tokenized.flatMap(({ ids }) => ids),
        shape: [part.length, model.manifest.tokenizer.length],
      },
      ...(maskInput ? { [maskInput.name]: feedRows(masks, maskInput.type) } : {}),
    });
    const embeddings = unstack(results[spec.out.embedding]!);
    const tokens = unstack(results[spec.out.tokens]!);
    for (const [i, caption] of part.entries()) {
      const { mask, truncated } = tokenized[i]!;
      encodings.push({ embedding: embeddings[i]!, tokens: tokens[i]!, mask, caption, truncated });
    }
  }
  return encodings;
}

const empty = new WeakMap<Model, Promise<TextEncoding>>();

/** The encoding of the empty caption, computed once for each model. */
export function emptyText(model: Model): Promise<TextEncoding> {
  let encoding = empty.get(model);
  if (!encoding) {
    encoding = encodeText(model, [""]).then(([only]) => only!);
    empty.set(model, encoding);
    encoding.catch(() => empty.delete(model));
  }
  return encoding;
}
