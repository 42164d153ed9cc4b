/** Bytes of a text file → its text. Editors on Windows write byte order marks, and PowerShell writes UTF-16. */
import { GraphError } from "./graph-error.ts";

/**
 * Decodes UTF-8, with or without a byte order mark, and UTF-16 of either byte order; UTF-16 without a mark is known by
 * an ASCII letter at its beginning, as JSON has one. The mark is not part of the text.
 * Throws {@link GraphError} `utf8_invalid` for bytes that are no text.
 */
export function fileText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const message = `Found bytes that are not ${encoding.toUpperCase()} text. Save the file as UTF-8.`;
    throw new GraphError([{ code: "utf8_invalid", pointer: "", message }]);
  }
}

function encodingOf([a, b]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && b !== undefined && b !== 0)) return "utf-16be";
  return "utf-8";
}
