import { fileText, type Graph, GraphError, parseGraph } from "@unclip/graph";
import { InputError, sentence } from "./input-error.ts";
import { readInput } from "./read-input.ts";

/** Bytes of a graph or a text; the characters are bounded by `parseGraph` and by the param. */
const most = 16_000_000;

/** Reads and parses a graph file. Throws {@link InputError} when there is none, {@link GraphError} when it is not one. */
export async function readGraphFile(path: string): Promise<Graph> {
  return parseGraph(await readText(path));
}

/** As {@link readGraphFile}, with the document's problems as one line each in an {@link InputError}. */
export async function requireGraphFile(path: string): Promise<Graph> {
  const text = await readText(path);
  try {
    return parseGraph(text);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new InputError(
      ...error.problems.map((p) => `${path}: ${p.message} (${p.code}${p.pointer && ` at ${p.pointer}`})`),
    );
  }
}

/** Reads a text file in UTF-8 or UTF-16. Throws {@link InputError}. */
export async function readText(path: string): Promise<string> {
  const bytes = await readInput(path, most);
  try {
    return fileText(bytes);
  } catch (error) {
    throw new InputError(`${path}: ${sentence(error)}`);
  }
}
