import type { DocumentProblem } from "./types.ts";

/** Thrown when a text or a value is not a graph document. `problems` has all that were found; never empty. */
export class GraphError extends Error {
  readonly problems: readonly DocumentProblem[];
  constructor(problems: readonly DocumentProblem[]) {
    const [first] = problems;
    const count = problems.reduce((sum, { more = 1 }) => sum + more, 0);
    const more = count > 1 ? ` (and ${count - 1} more)` : "";
    super(`${first?.message ?? "The graph is not valid."}${more}`);
    this.name = "GraphError";
    this.problems = problems;
  }
}

/** Stands for the problems that are not listed: how many, where all were counted. */
export function moreProblems(count?: number): DocumentProblem {
  return {
    code: "problems_omitted",
    pointer: "",
    message:
      count === undefined
        ? "There may be more problems than these, and they were not looked for. Correct these first."
        : `And ${count} more problems that are not listed. Correct the listed ones first.`,
    more: count ?? 1,
  };
}

/** Characters of a key in a report; a key may be as long as the document, and none of ours has more than 64. */
const longestKey = 100;

/** A key in a message or a pointer: the beginning of a long one. */
export function shownKey(key: PropertyKey | undefined): string {
  const text = String(key);
  return text.length <= longestKey ? text : `${text.slice(0, longestKey - 1)}…`;
}

/** `["nodes", "a/b"]` → `"/nodes/a~1b"` (RFC 6901); of a key that is too long to be one of ours, the beginning. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${shownKey(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
