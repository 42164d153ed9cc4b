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
  /** The end of the caption that was cut; empty if nothing was. */
  readonly cut: string;
  /** Whether the caption has no tokens, so that this is the encoding of "no text". */
  readonly empty: boolean;
  /** Words, numbers and symbols of the caption that were not in the training captions. */
  readonly unknown: readonly string[];
}

/** Encodes captions. Guidance uses the empty caption for "no text". */
export async function encodeText(
  model: Model,
  captions: readonly string[],
  signal?: AbortSignal,
): Promise<TextEncoding[]> {
  const { out } = model.role("text-encoder");
  const encodings: TextEncoding[] = [];
  for await (const { caption, tokenized, results } of calls(model, "text-encoder", captions, signal)) {
    const { ids: _, ...about } = tokenized;
    const [embedding, tokens] = [results[out.embedding]!, results[out.tokens]!].map(
      (rows) => unstack(rows)[0]!,
    );
    encodings.push({ embedding: embedding!, tokens: tokens!, caption, ...about });
  }
  return encodings;
}

/** Embeddings [d] of captions by the pack's evaluation CLIP, which has a separate space. */
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

/**
 * One model call per caption. With several rows, the last projection of a text encoder runs on other kernels, so an
 * embedding would depend on the other captions in the call (by 3e-8 with the default pack).
 * Calls of 32 captions would save 0.6 ms a caption.
 */
async function* calls(
  model: Model,
  role: "text-encoder" | "evaluation-text-encoder",
  captions: readonly string[],
  signal: AbortSignal | undefined,
) {
  const { in: name } = model.role(role);
  const session = await model.session(role);
  const maskInput = session.inputs.find((input) => input.name === name.mask);
  for (const caption of captions) {
    signal?.throwIfAborted();
    const tokenized = model.tokenize(caption);
    const { ids, mask } = tokenized;
    const results = await session.run({
      [name.ids]: { type: "int64", data: ids, shape: [1, model.manifest.tokenizer.length] },
      ...(maskInput ? { [maskInput.name]: feedRows([mask], maskInput.type) } : {}),
    });
    yield { caption, tokenized, results };
  }
}

const empty = new WeakMap<Model, Promise<TextEncoding>>();

/** The encoding of the empty caption, computed once per model. */
export function emptyText(model: Model): Promise<TextEncoding> {
  let encoding = empty.get(model);
  if (!encoding) {
    encoding = encodeText(model, [""]).then(([only]) => only!);
    empty.set(model, encoding);
    encoding.catch(() => empty.delete(model));
  }
  return encoding;
}
