/**
 * Text or JSON → {@link Graph}. The first door of every graph, wherever it comes from: all that later code relies on
 * (limits, no special keys, the schema's shape) is made certain here. What needs node types is `check`'s.
 */
import { freeze } from "immer";
import { foreignFormat, isInfotext } from "./foreign-format.ts";
import { GraphError, jsonPointer, shownKey } from "./graph-error.ts";
import { type Limits, withLimits } from "./limits.ts";
import { migrate } from "./migrate.ts";
import { readDocument } from "./read-document.ts";
import { scanText } from "./scan-text.ts";
import { scanValue } from "./scan-value.ts";
import { formatVersion } from "./schema.ts";
import type { DocumentProblem, Graph } from "./types.ts";

/** Parses the text of a graph file. Throws {@link GraphError} with every problem of the first stage that finds any. */
export function parseGraph(text: string, limits: Partial<Limits> = {}): Graph {
  const bounds = withLimits(limits);
  if (text.length > bounds.text)
    throw refuse(
      "graph_too_large",
      `The graph is ${text.length} characters long; at most ${bounds.text} are allowed. Split it, or move long texts out.`,
    );
  if (text.trim() === "") throw refuse("graph_missing", "The text is empty; a graph as JSON was expected.");
  const problems = scanText(text, bounds);
  if (problems[0]?.code === "json_too_deep") throw new GraphError(problems);
  const json = parseJson(text);
  if (problems.length > 0) throw new GraphError(problems);
  return readGraph(json, limits);
}

/** Reads a graph from parsed JSON; the graph is a frozen copy. Throws {@link GraphError} with every problem of the first stage that finds any. */
export function readGraph(json: unknown, limits: Partial<Limits> = {}): Graph {
  const bounds = withLimits(limits);
  const foreign = foreignFormat(json);
  if (foreign !== undefined)
    throw refuse(
      "not_our_format",
      `This is ${foreign}; an object with "unclip": ${formatVersion} was expected. It cannot be opened here.`,
    );
  const scanned = scanValue(json, bounds);
  if (scanned.length > 0) throw new GraphError(scanned);
  const document = currentVersion(json as Record<string, unknown>);
  const large = tooManyNodes(document, bounds.nodes);
  if (large !== undefined) throw large;
  const read = readDocument(document);
  if ("problems" in read) throw new GraphError(read.problems);
  return freeze(read.graph, true);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isInfotext(text))
      throw refuse(
        "not_our_format",
        "This is generation parameters of AUTOMATIC1111's web UI; a graph as JSON was expected.",
      );
    const reason = error instanceof Error ? error.message : String(error);
    const bom = text.startsWith("\uFEFF") ? " It starts with a byte order mark; save it without one." : "";
    throw refuse("json_invalid", `The text is not JSON${place(text, reason)}: ${reason}.${bom}`);
  }
}

/** " at line 3, column 9", where the engine tells a position. */
function place(text: string, reason: string): string {
  const position = /position (\d+)/.exec(reason)?.[1];
  if (position === undefined) return "";
  const before = text.slice(0, Number(position)).split("\n");
  return ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function currentVersion(document: Record<string, unknown>): Readonly<Record<string, unknown>> {
  const migrated = migrate(document, formatVersion);
  if (migrated !== undefined) return migrated;
  const { unclip } = document;
  const found =
    unclip === undefined
      ? 'There is no "unclip"'
      : `"unclip" is ${shownKey(JSON.stringify(unclip))}${typeof unclip === "number" && unclip > formatVersion ? ", which is newer than this program" : ""}`;
  throw refuse(
    "schema_version",
    `${found}; the version of the format, ${formatVersion}, was expected. Open the file with the program that wrote it, or update this one.`,
    jsonPointer(["unclip"]),
  );
}

/** Counted before the schema runs, so that a huge document costs nothing more. */
function tooManyNodes(document: Readonly<Record<string, unknown>>, limit: number): GraphError | undefined {
  const parts = Object.values(objectOf(document.parts)).map((part) => objectOf(part).nodes);
  const count = [document.nodes, ...parts].reduce<number>(
    (sum, nodes) => sum + Object.keys(objectOf(nodes)).length,
    0,
  );
  if (count <= limit) return undefined;
  return refuse(
    "graph_too_large",
    `The graph has ${count} nodes; at most ${limit} are allowed. Split it.`,
    "/nodes",
  );
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function refuse(code: string, message: string, pointer = ""): GraphError {
  const problem: DocumentProblem = { code, pointer, message };
  return new GraphError([problem]);
}
