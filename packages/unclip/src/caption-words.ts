/**
 * The words, numbers and symbols of a caption. Uses its own patterns, because the dictionaries of Intl.Segmenter differ
 * between hosts and a remark must be the same everywhere.
 */

// A keycap, a pair of regional indicators (a flag), or symbols with their modifiers, joined by U+200D.
const symbol = String.raw`[^\p{ASCII}\p{L}\p{M}\p{N}\p{Z}\p{Cc}\p{Cf}]`;
const modified = String.raw`${symbol}[\p{M}\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]*`;
const emoji = String.raw`[0-9#*]\uFE0F?\u20E3|[\u{1F1E6}-\u{1F1FF}]{2}|${modified}(?:\u200D${modified})*`;
// The ending of a contraction ("it's") belongs to the word before it, as byte-level BPE has it.
const contraction = String.raw`(?<=\p{L})['’](?:s|t|re|ve|m|ll|d)(?!\p{L})`;
const pieces = new RegExp(
  String.raw`${contraction}|(?<emoji>${emoji})|(?<word>\p{L}[\p{L}\p{M}\p{Cf}]*)|(?<number>\p{N}[\p{N}\p{Cf}]*)|(?<mark>\p{M}+)`,
  "giu",
);

/** A piece of a caption that means something by itself. */
interface Piece {
  readonly is: "word" | "number" | "symbol";
  readonly text: string;
}

/** The pieces of a caption in order. Marks without a letter count as symbols; ASCII punctuation is skipped. */
export function piecesOf(caption: string): Piece[] {
  return [...caption.matchAll(pieces)].flatMap(({ groups: { emoji, word, number, mark } = {} }): Piece[] => {
    if (word !== undefined) return [{ is: "word", text: seen(word) }];
    if (number !== undefined) return [{ is: "number", text: seen(number) }];
    const text = emoji ?? mark;
    return text === undefined || seen(text) === "" ? [] : [{ is: "symbol", text }];
  });
}

const invisible = /\p{Cf}|[\uFE00-\uFE0F]/u;

/** The text without invisible characters at its end. */
function seen(text: string): string {
  let end = text.length;
  while (end > 0 && invisible.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** English word endings: a word is known if its stem of three or more letters is. */
const endings = ["s", "es", "ed", "d", "ing", "ly"];

/** Whether a list has a word, with or without its English ending. `word` is in lower case. */
export function hasWord(word: string, has: (word: string) => boolean): boolean {
  if (has(word)) return true;
  return endings.some(
    (ending) =>
      word.length >= 3 + ending.length && word.endsWith(ending) && has(word.slice(0, -ending.length)),
  );
}

// Scripts without spaces between words may be cut after any letter.
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*`;
const words = new RegExp(
  String.raw`${unspaced}|(?:(?!${unspaced})[\p{L}\p{N}][\p{M}\p{Cf}]*)+(?:['’]\p{L}+)?`,
  "gu",
);

/** Where the words of a caption begin and end, in UTF-16 units. */
export function wordSpans(caption: string): { readonly start: number; readonly end: number }[] {
  return [...caption.matchAll(words)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}
