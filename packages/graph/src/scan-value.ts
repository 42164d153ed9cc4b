/**
 * Walks a JSON value once before the schema sees it, for limits that hold anywhere in it: depth, forbidden keys,
 * long strings and lists, numbers that JSON cannot carry exactly. Iterative, so that no depth overflows the stack.
 */
import { jsonPointer, moreProblems } from "./graph-error.ts";
import { type Limits, mostProblems } from "./limits.ts";
import { tooDeep } from "./scan-text.ts";
import type { DocumentProblem } from "./types.ts";

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

interface Visit {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Visit | undefined;
  readonly depth: number;
}

/** Problems of the value; at most one when it is too deep or has too many values. */
export function scanValue(root: unknown, limits: Limits): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const pending: Visit[] = [{ value: root, key: "", parent: undefined, depth: 0 }];
  let values = 0;
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    if (problems.length >= mostProblems) return [...problems.slice(0, mostProblems), moreProblems()];
    if (++values > limits.values) return [tooMany(limits.values)];
    const { value, depth } = visit;
    if (typeof value !== "object" || value === null) {
      const problem = scanLeaf(value, limits);
      if (problem !== undefined) problems.push({ ...problem, pointer: pointerOf(visit) });
      continue;
    }
    if (depth >= limits.depth) return [tooDeep(limits.depth)];
    const count = Array.isArray(value) ? value.length : Object.keys(value).length;
    if (count > limits.entries) {
      problems.push(tooLong(visit, count, limits.entries));
      continue;
    }
    for (const key of Object.keys(value).reverse()) {
      const child: Visit = {
        value: (value as Record<string, unknown>)[key],
        key,
        parent: visit,
        depth: depth + 1,
      };
      if (forbiddenKeys.has(key)) problems.push(forbidden(key, pointerOf(child)));
      else pending.push(child);
    }
  }
  return problems;
}

function scanLeaf(value: unknown, limits: Limits): Omit<DocumentProblem, "pointer"> | undefined {
  switch (typeof value) {
    case "string":
      if (value.length <= limits.string) return undefined;
      return {
        code: "text_too_long",
        message: `A text of ${value.length} characters; at most ${limits.string} are allowed. Shorten it.`,
      };
    case "number":
      if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined;
      return {
        code: "number_range",
        message: `The number ${value} cannot be carried exactly; numbers lie between −(2^53−1) and 2^53−1. Choose a smaller one.`,
      };
    case "boolean":
      return undefined;
    default:
      if (value === null || value === undefined) return undefined; // the schema says what was expected there
      return { code: "json_invalid", message: `A ${typeof value} is no JSON value; remove it.` };
  }
}

function tooMany(most: number): DocumentProblem {
  return {
    code: "graph_too_large",
    pointer: "",
    message: `The document has more than ${most} values; at most ${most} are allowed. Split it.`,
  };
}

function tooLong(visit: Visit, count: number, most: number): DocumentProblem {
  const what = Array.isArray(visit.value) ? `A list of ${count} items` : `An object of ${count} properties`;
  return {
    code: "graph_too_large",
    pointer: pointerOf(visit),
    message: `${what}; at most ${most} are allowed. Remove some.`,
  };
}

function forbidden(key: string, pointer: string): DocumentProblem {
  return {
    code: "key_forbidden",
    pointer,
    message: `The key "${key}" is not allowed anywhere in a graph, since JavaScript objects treat it specially. Choose another name.`,
  };
}

function pointerOf(visit: Visit): string {
  const path: string[] = [];
  for (let v: Visit = visit; v.parent !== undefined; v = v.parent) path.push(v.key);
  return jsonPointer(path.reverse());
}
