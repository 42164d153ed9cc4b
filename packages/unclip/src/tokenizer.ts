import { Tokenizer } from "@huggingface/tokenizers";
import { HostError, type Pack } from "@unclip/host";
import { readLabels } from "./labels.ts";

/** A caption as the text encoder takes it. */
interface Tokens {
  /** As many ids as the encoder has positions, padded. */
  readonly ids: readonly number[];
  /** Which of them are tokens of the caption (start and end included). */
  readonly mask: readonly boolean[];
  /** Whether the caption had more tokens than fit. */
  readonly truncated: boolean;
  /** The end of the caption that did not fit, from the first word that is not read whole; empty where all fits. */
  readonly cut: string;
  /**
   * Words that the captions of training did not have, as written, each once: the encoder reads them in pieces and
   * guesses. Where the pack has no list of its words, those that neither its tokenizer has whole nor its concepts have.
   */
  readonly unknown: readonly string[];
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
  const isKnown = await wordTest(pack, tokenizer);
  return (caption) => {
    const all = tokenizer.encode(caption).ids;
    const truncated = all.length > length;
    const ids = all.slice(0, length);
    if (truncated && end !== undefined) ids[length - 1] = end;
    const mask = Array.from({ length }, (_, i) => i < ids.length);
    while (ids.length < length) ids.push(pad);
    const fits = (text: string) => tokenizer.encode(text).ids.length <= length;
    const cut = truncated ? endOf(caption, fits) : "";
    return { ids, mask, truncated, cut, unknown: wordsOf(caption).filter((word) => !isKnown(word)) };
  };
}

const segments = new Intl.Segmenter("en", { granularity: "word" });

/** What is left of a caption behind the longest run of whole words from its beginning that fits. */
function endOf(caption: string, fits: (text: string) => boolean): string {
  const words = [...segments.segment(caption)].filter(({ isWordLike }) => isWordLike);
  const after = (count: number) => {
    const last = words[count - 1];
    return last === undefined ? 0 : last.index + last.segment.length;
  };
  let [most, more] = [0, words.length + 1];
  while (more - most > 1) {
    const middle = (most + more) >> 1;
    if (fits(caption.slice(0, after(middle)))) most = middle;
    else more = middle;
  }
  // Where all words fit, signs behind them did not.
  return caption.slice(words[most]?.index ?? after(most)).trim();
}

/** Runs of letters, each once, in any case; shorter ones than three letters are articles and the like. */
function wordsOf(caption: string): string[] {
  const words = caption.normalize("NFC").match(/\p{L}[\p{L}\p{M}]{2,}/gu) ?? [];
  return [...new Map(words.map((word) => [word.toLowerCase(), word])).values()];
}

/** Endings of English words: a word is known when it is known without one. */
const endings = ["", "s", "es", "ed", "d", "ing", "ly"];

async function wordTest(pack: Pack, tokenizer: Tokenizer): Promise<(word: string) => boolean> {
  const { tokenizer: spec, concepts, id } = pack.manifest;
  const file = spec.words ?? concepts?.labels;
  const list = file === undefined ? [] : readLabels(await pack.read(file));
  if (list === undefined) {
    throw new HostError(
      "model_invalid",
      `${id}/${file}: found no list of texts, expected a JSON list. Export the pack again.`,
    );
  }
  const listed = new Set(list.flatMap((text) => wordsOf(text.toLowerCase())));
  const special = tokenizer.encode("").ids.length;
  const whole = (word: string) => tokenizer.encode(word).ids.length <= special + 1;
  const known = (word: string) => listed.has(word) || (spec.words === undefined && whole(word));
  return (word) => {
    const low = word.toLowerCase();
    return endings.some((ending) => low.endsWith(ending) && known(low.slice(0, low.length - ending.length)));
  };
}
