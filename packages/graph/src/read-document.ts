/**
 * A document against the schema, piece by piece: what stands around the nodes first, then each node, frame, note and
 * part. So the work ends with the first hundred problems, where the schema as a whole would look for all of them.
 */
import type { z } from "zod";
import { moreProblems } from "./graph-error.ts";
import { mostProblems } from "./limits.ts";
import { frames, graphSchema, nodes, notes, part, parts } from "./schema.ts";
import { documentProblem } from "./schema-problem.ts";
import type { DocumentProblem, Graph } from "./types.ts";

type Json = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** What was read, or what is wrong: at most {@link mostProblems} and one that says that there may be more. */
export type ReadDocument =
  | { readonly graph: Graph }
  | { readonly problems: readonly [DocumentProblem, ...DocumentProblem[]] };

/** Reads a document that is small enough, and of the current version. The graph is a copy. */
export function readDocument(document: Json): ReadDocument {
  const reader = new Reader(document);
  const graph = reader.read(graphSchema, document, [], {
    nodes,
    frames,
    notes,
    parts: (value, path) =>
      reader.entries(parts, value, path, (one, at) => reader.read(part, one, at, { nodes, frames, notes })),
  });
  const [first, ...others] = reader.problems;
  return first === undefined ? { graph: graph as Graph } : { problems: [first, ...others] };
}

/** How a member of an object is read that has many entries: each by the schema, or in a way of its own. */
type Member = z.ZodType | ((value: Json, path: Path) => unknown);

class Reader {
  readonly #document: Json;
  readonly #problems: DocumentProblem[] = [];
  #stopped = false;

  constructor(document: Json) {
    this.#document = document;
  }

  get problems(): readonly DocumentProblem[] {
    return this.#stopped ? [...this.#problems.slice(0, mostProblems), moreProblems()] : this.#problems;
  }

  /** Reads an object: without its large members first, then the entries of each of these. */
  read(schema: z.ZodType, value: unknown, path: Path, members: Readonly<Record<string, Member>>): unknown {
    if (!isObject(value)) return this.#parse(schema, value, path);
    const large = Object.entries(members).filter(([name]) => isObject(value[name]));
    const frame = this.#parse(
      schema,
      { ...value, ...Object.fromEntries(large.map(([name]) => [name, {}])) },
      path,
    );
    const read = large.map(([name, member]) => {
      const [inner, at] = [value[name] as Json, [...path, name]];
      return [name, typeof member === "function" ? member(inner, at) : this.entries(member, inner, at)];
    });
    return isObject(frame) ? { ...frame, ...Object.fromEntries(read) } : undefined;
  }

  /** Reads a record entry by entry: the key and the value by the record's schema, or the value by `readValue`. */
  entries(
    record: z.ZodType,
    value: Json,
    path: Path,
    readValue?: (value: unknown, path: Path) => unknown,
  ): Json {
    const read: [string, unknown][] = [];
    for (const key of Object.keys(value)) {
      if (this.#stopped) break;
      const found = this.#parse(record, { [key]: readValue === undefined ? value[key] : placeholder }, path);
      if (readValue !== undefined) read.push([key, readValue(value[key], [...path, key])]);
      else if (isObject(found)) read.push([key, found[key]]);
    }
    return Object.fromEntries(read);
  }

  #parse(schema: z.ZodType, value: unknown, path: Path): unknown {
    if (this.#stopped) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues.slice(0, mostProblems + 1))
      this.#problems.push(...documentProblem({ ...issue, path: [...path, ...issue.path] }, this.#document));
    this.#stopped = this.#problems.length > mostProblems;
    return undefined;
  }
}

/** A part that is none wrong, where only its name is looked at. */
const placeholder = { title: "", inputs: {}, outputs: {}, nodes: {} };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
