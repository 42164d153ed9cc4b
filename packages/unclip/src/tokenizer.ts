import { Tokenizer } from "@huggingface/tokenizers";
import { HostError, type Pack } from "@unclip/host";
import { hasWord, piecesOf, wordSpans } from "./caption-words.ts";
import { readLabels } from "./labels.ts";

/** A caption as the text encoder takes it. */
interface Tokens {
  /** As many ids as the encoder has positions, padded. */
  readonly ids: readonly number[];
  /** Which of them are tokens of the caption (start and end included). */
  readonly mask: readonly boolean[];
  /** Whether the caption had more tokens than fit. */
  readonly truncated: boolean;
  /** The end of the caption that did not fit, from the first word that is cut; empty if all fits. */
  readonly cut: string;
  /** Whether the caption is empty or has only white space and invisible characters. */
  readonly empty: boolean;
  /**
   * Words, numbers and symbols that were not in the training captions, as written, each once. If the pack has no word
   * list, these are the words that are neither a token nor part of a concept's name; words of one or two ASCII letters
   * are then omitted, since tokens do not decide them.
   */
  readonly unknown: readonly string[];
}

/** Reads captions. */
export interface Tokenize {
  (caption: string): Tokens;
  /** A text as the tokenizer reads it: captions that are equal then have the same tokens. */
  normalize(text: string): string;
}

/**
 * The pack's tokenizer, from its `tokenizer.json`. A caption that is too long loses its tail but keeps the end token
 * if the tokenizer has one: CLIP reads its embedding there.
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
  const blank = tokenizer.encode("").ids;
  const end = blank.at(-1);
  const normalize = (text: string) => tokenizer.normalizer?.normalize(text) ?? text;
  const unknownOf = await unknownTest(pack, tokenizer, normalize);
  const tokenize = (caption: string): Tokens => {
    const all = tokenizer.encode(caption).ids;
    const truncated = all.length > length;
    const ids = all.slice(0, length);
    if (truncated && end !== undefined) ids[length - 1] = end;
    const mask = Array.from({ length }, (_, i) => i < ids.length);
    while (ids.length < length) ids.push(pad);
    const fits = (text: string) => tokenizer.encode(text).ids.length <= length;
    const cut = truncated ? endOf(caption, fits) : "";
    return { ids, mask, truncated, cut, empty: all.length === blank.length, unknown: unknownOf(caption) };
  };
  return Object.assign(tokenize, { normalize });
}

/** The rest of a caption after the longest prefix of whole words that fits. */
function endOf(caption: string, fits: (text: string) => boolean): string {
  const spans = wordSpans(caption);
  const after = (count: number) => spans[count - 1]?.end ?? 0;
  let [most, more] = [0, spans.length + 1];
  while (more - most > 1) {
    const middle = (most + more) >> 1;
    if (fits(caption.slice(0, after(middle)))) most = middle;
    else more = middle;
  }
  // If all words fit, only trailing punctuation was cut.
  return caption.slice(spans[most]?.start ?? after(most)).trim();
}

/** Finds the parts of a caption that the model has not learned. */
async function unknownTest(
  pack: Pack,
  tokenizer: Tokenizer,
  normalize: (text: string) => string,
): Promise<(caption: string) => string[]> {
  const { tokenizer: spec } = pack.manifest;
  const reading = (text: string) => piecesOf(normalize(text).toLowerCase());
  const listed = new Set(
    (await learnedTexts(pack)).flatMap((text) => reading(text).map((piece) => piece.text)),
  );
  const special = tokenizer.encode("").ids.length;
  const isToken = (text: string) => tokenizer.encode(text).ids.length === special + 1;
  const known = (text: string) => listed.has(text) || (spec.words === undefined && isToken(text));
  // A list of long words does not decide short ones and numbers.
  const hasShort = spec.words !== undefined && [...listed].some((text) => short.test(text));
  const hasNumbers = spec.words === undefined || [...listed].some((text) => /^\p{N}/u.test(text));
  const isKnown = ({ is, text }: ReturnType<typeof piecesOf>[number]) => {
    if (is === "number") return !hasNumbers || known(text);
    if (is === "symbol") return known(text);
    return short.test(text) ? !hasShort || known(text) : hasWord(text, known);
  };
  // Compatibility forms are reported in normal form, since several may make one word.
  const form = normalize("ａ") === "a" ? "NFKC" : "NFC";
  return (caption) => {
    const unknown = piecesOf(caption.normalize(form)).filter(({ text }) => !reading(text).every(isKnown));
    return [...new Map(unknown.map(({ text }) => [normalize(text).toLowerCase(), text])).values()];
  };
}

const short = /^[a-z]{1,2}$/;

/** The words of the training captions, as far as the pack lists them. Throws HostError `model_invalid`. */
async function learnedTexts(pack: Pack): Promise<string[]> {
  const { tokenizer: spec, concepts, id } = pack.manifest;
  const file = spec.words ?? concepts?.labels;
  if (file === undefined) return [];
  const list = readLabels(await pack.read(file));
  if (list) return list;
  throw new HostError(
    "model_invalid",
    `${id}/${file}: found no list of texts, expected a JSON list. Export the pack again.`,
  );
}
