import type { DocumentProblem } from "./types.ts";

/** Thrown when a text or a value is not a graph document. `problems` has all that were found; never empty. */
export class GraphError extends Error {
  readonly problems: readonly DocumentProblem[];
  constructor(problems: readonly DocumentProblem[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    super(`${first?.message ?? "The graph is not valid."}${more}`);
    this.name = "GraphError";
    this.problems = problems;
  }
}

/** `["nodes", "a/b"]` → `"/nodes/a~1b"` (RFC 6901). */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
