import { shownKey } from "@unclip/graph";
import { ApiError } from "../problem.ts";

/**
 * Where the values of a JSON object's own members stand in its text: key → [start, end). For text that is known to
 * be JSON. Empty for anything but an object. Throws 400 `json_duplicate_key`, which `JSON.parse` hides.
 */
export function memberSpans(text: string): Map<string, [number, number]> {
  const spans = new Map<string, [number, number]>();
  let depth = 0;
  let key: string | undefined;
  let start = 0;
  let isArray = false;
  const close = (end: number) => {
    if (key === undefined || isArray) return;
    if (spans.has(key))
      throw new ApiError(
        400,
        "json_duplicate_key",
        `The key "${shownKey(key)}" stands twice in the request; remove one.`,
      );
    spans.set(key, [start, end]);
    key = undefined;
  };
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '"': {
        const end = stringEnd(text, i);
        if (depth === 1 && key === undefined) key = JSON.parse(text.slice(i, end + 1)) as string;
        i = end;
        break;
      }
      case ":":
        if (depth === 1) start = i + 1;
        break;
      case ",":
        if (depth === 1) close(i);
        break;
      case "{":
      case "[":
        if (depth++ === 0) isArray = text[i] === "[";
        break;
      case "}":
      case "]":
        if (depth-- === 1) close(i);
        break;
    }
  }
  return spans;
}

/** Index of the quote that ends the string beginning at `start`. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}
