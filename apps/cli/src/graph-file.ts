import { readFile } from "node:fs/promises";
import { type Graph, GraphError, parseGraph } from "@unclip/graph";
import { InputError } from "./input-error.ts";

/** Reads and parses a graph file. Throws {@link InputError} when there is none, {@link GraphError} when it is not one. */
export async function readGraphFile(path: string): Promise<Graph> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === "ENOENT"
        ? "there is no such file"
        : error.code === "EISDIR"
          ? "it is a folder"
          : error.code;
    throw new InputError(`Cannot read ${path}: ${why}.`);
  });
  const text = decodeUtf8(path, bytes);
  return parseGraph(text);
}

/** As {@link readGraphFile}, with the document's problems as one sentence each in an {@link InputError}. */
export async function requireGraphFile(path: string): Promise<Graph> {
  try {
    return await readGraphFile(path);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new InputError(
      error.problems
        .map((p) => `${path}: ${p.message} (${p.code}${p.pointer && ` at ${p.pointer}`})`)
        .join("\n"),
    );
  }
}

function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError(`${path} is not a text file in UTF-8; a graph file is JSON.`);
  }
}
