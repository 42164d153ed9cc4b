import { type Graph, GraphError, parseGraph, shownKey } from "@unclip/graph";
import type { z } from "zod";
import { ApiError } from "../problem.ts";
import { memberSpans } from "./member-spans.ts";

/** Problems of the bytes and of JSON itself are 400; a document that is JSON but no graph of ours is 422. */
export const malformed: readonly string[] = [
  "graph_missing",
  "json_invalid",
  "json_too_deep",
  "json_duplicate_key",
  "key_forbidden",
  "utf8_invalid",
];

/**
 * Reads a body with a graph in it and what else the schema has. The graph is parsed from its own text, because
 * `JSON.parse` hides two equal keys and depth. Throws {@link ApiError} 400 or 422 with every problem of the document.
 */
export function readGraphRequest<S extends z.ZodType<{ graph?: unknown }>>(
  body: Uint8Array,
  schema: S,
): Omit<z.output<S>, "graph"> & { readonly graph: Graph } {
  const text = decode(body);
  if (text.trim() === "")
    throw new ApiError(400, "graph_missing", 'The body is empty; expected {"graph": …} as JSON.');
  const request = readEnvelope(text, schema);
  const span = memberSpans(text).get("graph");
  try {
    if (request === undefined || span === undefined) throw withoutGraph(text);
    return { ...request, graph: parseGraph(text.slice(...span)) };
  } catch (error) {
    throw error instanceof GraphError ? graphProblem(error) : error;
  }
}

/** Names the other program if the body is a file of one, else what is missing. */
function withoutGraph(text: string): ApiError | GraphError {
  try {
    parseGraph(text);
  } catch (error) {
    if (error instanceof GraphError && error.problems.some((p) => p.code === "not_our_format")) return error;
  }
  return new ApiError(400, "graph_missing", 'The request has no "graph".', { remedy: 'Send {"graph": …}.' });
}

function decode(body: Uint8Array): string {
  try {
    // The mark is kept, so that it is refused like any other character that is not JSON.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new ApiError(400, "utf8_invalid", "The body is not UTF-8; save the file as UTF-8.");
  }
}

/** What stands around the graph; nothing where there is none. */
function readEnvelope<S extends z.ZodType>(text: string, schema: S): z.output<S> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, "json_invalid", `The body is not JSON: ${(error as Error).message}.`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json) || !Object.hasOwn(json, "graph"))
    return undefined;
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  if (key !== undefined && ["__proto__", "constructor", "prototype"].includes(key))
    throw new ApiError(400, "key_forbidden", `The key "${key}" is not allowed anywhere.`);
  if (key !== undefined)
    throw new ApiError(422, "unknown_property", `The request has no property "${shownKey(key)}".`, {
      pointer: `/${shownKey(key)}`,
    });
  throw new ApiError(422, "request_invalid", `${issue?.message}.`, { pointer: `/${issue?.path.join("/")}` });
}

function graphProblem(error: GraphError): ApiError {
  const [first] = error.problems;
  const code = first?.code ?? "graph_invalid";
  const problems = [...error.problems];
  return new ApiError(malformed.includes(code) ? 400 : 422, code, error.message, {
    ...(first?.pointer ? { pointer: first.pointer } : {}),
    problems,
  });
}
