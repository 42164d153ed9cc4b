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
  /** The end of the caption that was not read; empty where all was. */
  readonly cut: string;
  /** Whether nothing was left to read, so that it is the encoding of "no text". */
  readonly empty: boolean;
  /** Words, numbers and symbols of the caption that the model has not learned: it reads them in pieces and guesses. */
  readonly unknown: readonly string[];
}

/** Captions in one model call at most. */
const batch = 32;

/** Encodes captions. The empty caption is what "no text" means to guidance. */
export async function encodeText(
  model: Model,
  captions: readonly string[],
  signal?: AbortSignal,
): Promise<TextEncoding[]> {
  const { out } = model.role("text-encoder");
  const encodings: TextEncoding[] = [];
  for await (const { part, tokenized, results } of calls(model, "text-encoder", captions, signal)) {
    const embeddings = unstack(results[out.embedding]!);
    const tokens = unstack(results[out.tokens]!);
    for (const [i, caption] of part.entries()) {
      const { ids: _, ...about } = tokenized[i]!;
      encodings.push({ embedding: embeddings[i]!, tokens: tokens[i]!, caption, ...about });
    }
  }
  return encodings;
}

/** Embeddings [d] of captions by the second CLIP that a pack has to judge pictures; its space is another. */
export async function evaluateText(
  model: Model,
  captions: readonly string[],
  signal?: AbortSignal,
): Promise<Tensor[]> {
  const { out } = model.role("evaluation-text-encoder");
  const embeddings: Tensor[] = [];
  for await (const { results } of calls(model, "evaluation-text-encoder", captions, signal))
    embeddings.push(...unstack(results[out.embedding]!));
  return embeddings;
}

/** The model calls that captions take, each with its captions. */
async function* calls(
  model: Model,
  role: "text-encoder" | "evaluation-text-encoder",
  captions: readonly string[],
  signal: AbortSignal | undefined,
) {
  const { in: name } = model.role(role);
  const session = await model.session(role);
  const maskInput = session.inputs.find((input) => input.name === name.mask);
  for (let from = 0; from < captions.length; from += batch) {
    signal?.throwIfAborted();
    const part = captions.slice(from, from + batch);
    const tokenized = part.map(model.tokenize);
    const masks = tokenized.map(({ mask }) => mask);
    const results = await session.run({
      [name.ids]: {
        type: "int64",
        data: tokenized.flatMap(({ ids }) => ids),
        shape: [part.length, model.manifest.tokenizer.length],
      },
      ...(maskInput ? { [maskInput.name]: feedRows(masks, maskInput.type) } : {}),
    });
    yield { part, tokenized, results };
  }
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
