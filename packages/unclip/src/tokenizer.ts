import { Tokenizer } from "@huggingface/tokenizers";
import { HostError, type Pack } from "@unclip/host";

/** A caption as the text encoder takes it. */
interface Tokens {
  /** As many ids as the encoder has positions, padded. */
  readonly ids: readonly number[];
  /** Which of them are tokens of the caption (start and end included). */
  readonly mask: readonly boolean[];
  /** Whether the caption had more tokens than fit. */
  readonly truncated: boolean;
}

export type Tokenize = (caption: string) => Tokens;

/**
 * The pack's tokenizer, from its `tokenizer.json`. A caption that is too long loses its tail but keeps the end token,
 * where the tokenizer has one: CLIP reads its embedding there.
 */
export async function openTokenizer(pack: Pack): Promise<Tokenize> {
  const { file, length, pad } = pack.manifest.tokenizer;
  const bytes = await pack.read(file);
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(bytes)), {});
  } catch (cause) {
    throw new HostError(
      "model_invalid",
      `${pack.manifest.id}/${file}: found no readable tokenizer (${(cause as Error).message}), expected a tokenizer.json.`,
      { cause },
    );
  }
  const end = tokenizer.encode("").ids.at(-1);
  return (caption) => {
    const all = tokenizer.encode(caption).ids;
    const truncated = all.length > length;
    const ids = all.slice(0, length);
    if (truncated && end !== undefined) ids[length - 1] = end;
    const mask = Array.from({ length }, (_, i) => i < ids.length);
    while (ids.length < length) ids.push(pad);
    return { ids, mask, truncated };
  };
}
