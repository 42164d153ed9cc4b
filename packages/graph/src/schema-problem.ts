/** Says a fault that the schema found in the words of the document. */
import type { z } from "zod";
import { jsonPointer, shownKey } from "./graph-error.ts";
import type { DocumentProblem } from "./types.ts";

type Issue = z.core.$ZodIssue;

/** One problem an issue, or one for each unknown property. */
export function documentProblem(issue: Issue, document: unknown): DocumentProblem[] {
  const path = issue.path;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      code: "unknown_property",
      pointer: jsonPointer([...path, key]),
      message: `The property "${shownKey(key)}" is not part of the format; check its spelling or remove it.`,
    }));
  const found = valueAt(document, path);
  if (issue.code === "invalid_key") return [invalidKey(path)];
  const code = codeOf(path, found);
  const where = path.length === 0 ? "The document" : jsonPointer(path);
  return [
    {
      code,
      pointer: jsonPointer(path),
      message: `${where} is ${show(found)}; expected ${expectation(issue)}.`,
    },
  ];
}

function invalidKey(path: readonly PropertyKey[]): DocumentProblem {
  const key = String(path.at(-1));
  const pointer = jsonPointer(path);
  if (path.at(-2) === "params" || path.at(-2) === "inputs" || path.at(-2) === "outputs")
    return {
      code: "port_name_invalid",
      pointer,
      message: `${show(key)} is not a name of a port or param; expected a letter, then up to 63 letters, digits, _ or -.`,
    };
  return {
    code: "node_id_invalid",
    pointer,
    message: `${show(key)} is not an id; expected 1 to 64 of a-z, 0-9 and -. Rename it.`,
  };
}

function codeOf(path: readonly PropertyKey[], found: unknown): string {
  if (found === undefined) return "property_missing";
  if (path.at(-2) === "inputs" || path.at(-2) === "outputs") return "edge_invalid";
  if (path.includes("params") && path.length > 3) return "param_kind";
  return "value_invalid";
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "record" ? "an object" : `a value of type ${issue.expected}`;
    case "too_small":
      return issue.origin === "array" ? `a list of ${issue.minimum}` : issue.message;
    case "too_big":
      return issue.origin === "array" ? `a list of ${issue.maximum}` : issue.message;
    case "invalid_value":
      return issue.values.map((v) => JSON.stringify(v)).join(" or ");
    default:
      return issue.message;
  }
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value in a message: short, with control characters escaped. */
function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
