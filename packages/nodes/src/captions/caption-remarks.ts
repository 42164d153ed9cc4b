/** Remarks on how a caption was read. */
import { piecesOf } from "@unclip/unclip";

/** How a caption was read; see `TextEncoding`. */
interface Read {
  readonly caption: string;
  readonly cut: string;
  readonly truncated: boolean;
  readonly empty: boolean;
  readonly mask: readonly boolean[];
  readonly unknown: readonly string[];
}

/** Limits of a remark: characters of a caption, and unknown words. */
const [shownCharacters, shownWords] = [200, 12];

/**
 * Remarks on a caption, in order: it is empty, its end was cut, it has words that the model has not learned.
 *
 * @param like names of the concepts that the model reads in the caption, if known
 */
export function captionRemarks(read: Read, like: readonly string[] = []): string[] {
  const { caption, cut, truncated, empty, mask, unknown } = read;
  const remarks: string[] = [];
  if (empty) remarks.push("The caption is empty: it stands for any picture. Write what to draw.");
  if (truncated)
    remarks.push(
      `The caption is longer than the model reads (${mask.length} tokens): ${quoted(cut)} was left out. Say it in fewer words.`,
    );
  if (unknown.length > 0) {
    const guess = `${listed(unknown)} ${named(unknown)} that the model has not learned`;
    remarks.push(
      like.length === 0
        ? `${guess}; it guesses.`
        : `${guess}. It takes ${quoted(caption)} for something like ${like.join(", ")}.`,
    );
  }
  return remarks;
}

function quoted(text: string): string {
  return text.length <= shownCharacters
    ? `"${text}"`
    : `"${text.slice(0, shownCharacters).toWellFormed().trimEnd()}…"`;
}

function listed(unknown: readonly string[]): string {
  const words = unknown.slice(0, shownWords).map(quoted).join(", ");
  return unknown.length > shownWords ? `${words} … (+${unknown.length - shownWords})` : words;
}

/** "is a word", "are symbols" …; "are words or symbols" for a mixture. */
function named(unknown: readonly string[]): string {
  const kinds = new Set(unknown.flatMap((text) => piecesOf(text).map(({ is }) => is)));
  const [kind = "word"] = kinds;
  if (kinds.size > 1) return "are words or symbols";
  return unknown.length === 1 ? `is a ${kind}` : `are ${kind}s`;
}
