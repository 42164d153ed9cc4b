/**
 * Reads JSON text once before it is parsed, for what `JSON.parse` hides: two equal keys in one object (it keeps the
 * last silently) and depth (a later walk would overflow). Iterative; faults of syntax are left to `JSON.parse`.
 */
import { jsonPointer, moreProblems, shownKey } from "./graph-error.ts";
import { type Limits, mostProblems } from "./limits.ts";
import type { DocumentProblem } from "./types.ts";

interface Level {
  /** Keys seen, for an object; `undefined` for an array. */
  readonly keys: Set<string> | undefined;
  /** Key or index that the scan is at. */
  at: string | number;
  /** The next string is a key. */
  keyNext: boolean;
}

/** Problems of the raw text; at most one when it is too deep. */
export function scanText(text: string, limits: Limits): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  let omitted = 0;
  const levels: Level[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    const level = levels.at(-1);
    if (character === '"') {
      const end = stringEnd(text, i);
      if (level?.keyNext && level.keys !== undefined) {
        const key = unquote(text.slice(i, end + 1));
        level.at = key;
        level.keyNext = false;
        if (level.keys.has(key) && problems.length >= mostProblems) omitted++;
        else if (level.keys.has(key)) problems.push(duplicateKey(levels.map((l) => l.at)));
        level.keys.add(key);
      }
      i = end;
    } else if (character === "{" || character === "[") {
      if (levels.length >= limits.depth) return [tooDeep(limits.depth)];
      levels.push(
        character === "{"
          ? { keys: new Set(), at: "", keyNext: true }
          : { keys: undefined, at: 0, keyNext: false },
      );
    } else if (character === "}" || character === "]") {
      levels.pop();
    } else if (character === "," && level !== undefined) {
      if (level.keys === undefined) level.at = Number(level.at) + 1;
      else level.keyNext = true;
    }
  }
  return omitted === 0 ? problems : [...problems, moreProblems(omitted)];
}

/** Index of the quote that ends the string beginning at `start`, or of the last character. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return Math.min(i, text.length - 1);
}

function unquote(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted; // JSON.parse of the whole text will name the fault
  }
}

export function tooDeep(depth: number): DocumentProblem {
  return {
    code: "json_too_deep",
    pointer: "",
    message: `The document is nested deeper than ${depth} levels; a graph needs no more than ${depth}. Remove the nesting.`,
  };
}

function duplicateKey(path: readonly (string | number)[]): DocumentProblem {
  const key = shownKey(path.at(-1));
  const pointer = jsonPointer(path);
  if (isNodesOf(path.slice(0, -1)))
    return {
      code: "node_id_duplicate",
      pointer,
      message: `Two nodes have the id "${key}"; ids are unique. Rename one of them.`,
    };
  if (path.at(-2) === "inputs" && isNodesOf(path.slice(0, -3)))
    return {
      code: "port_multiply_bound",
      pointer,
      message: `Two edges enter the port "${key}" of node "${shownKey(path.at(-3))}"; a port takes one. Remove one of them.`,
    };
  return {
    code: "json_duplicate_key",
    pointer,
    message: `The key "${key}" stands twice in one object; each key may stand once. Remove one of them.`,
  };
}

function isNodesOf(path: readonly (string | number)[]): boolean {
  return path.at(-1) === "nodes" && (path.length === 1 || (path.length === 3 && path[0] === "parts"));
}
