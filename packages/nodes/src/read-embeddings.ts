/**
 * A file of embeddings → vectors [d] and, where the file has them, labels.
 */
import { NodeError } from "@unclip/engine";
import { norm, type Tensor, tensor, unstack } from "@unclip/tensor";
import { isNpy, readNpy } from "./read-npy.ts";

export interface FileEmbeddings {
  readonly vectors: readonly Tensor[];
  readonly labels?: readonly string[] | undefined;
}

/** Embeddings of one file at most. */
const most = 4096;

/**
 * Reads a `.npy` of shape [d] or [n, d], or JSON: one list of numbers, a list of them, or
 * `{"embeddings": [[…]], "labels": ["…"]}`. Throws NodeError `embedding_format` unless all are finite, not zero, of one
 * width, and at most 4,096.
 */
export function readEmbeddings(bytes: Uint8Array): FileEmbeddings {
  const read = isNpy(bytes) ? { vectors: rowsOf(readNpy(bytes)) } : readJson(bytes);
  const { vectors, labels } = read;
  const width = vectors[0]?.data.length ?? 0;
  if (vectors.length === 0 || width === 0) throw broken("no numbers");
  if (vectors.length > most) throw broken(`${vectors.length} embeddings`, `at most ${most}`);
  const odd = vectors.find(({ data }) => data.length !== width);
  if (odd) throw broken(`embeddings of ${width} and ${odd.data.length} numbers`, "one width");
  const bad = vectors.findIndex((vector) => !(norm(vector) > 0 && Number.isFinite(norm(vector))));
  if (bad >= 0)
    throw broken(`embedding ${bad + 1} of length ${norm(vectors[bad]!)}`, "finite numbers, not all 0");
  if (labels && labels.length !== vectors.length)
    throw broken(`${labels.length} labels for ${vectors.length} embeddings`, "one for each");
  return read;
}

function rowsOf(array: Tensor): Tensor[] {
  if (array.shape.length === 1) return [array];
  if (array.shape.length === 2) return unstack(array);
  throw broken(`an array of shape [${array.shape.join(", ")}]`, "[d] or [n, d]");
}

function readJson(bytes: Uint8Array): FileEmbeddings {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw broken("a file that is neither .npy nor JSON");
  }
  const whole =
    Array.isArray(json) || typeof json !== "object" || json === null ? { embeddings: json } : json;
  const { embeddings, labels } = whole as { embeddings?: unknown; labels?: unknown };
  if (labels !== undefined && !(Array.isArray(labels) && labels.every((label) => typeof label === "string")))
    throw broken("labels that are no list of texts");
  const rows = isNumbers(embeddings) ? [embeddings] : embeddings;
  if (!Array.isArray(rows) || !rows.every(isNumbers)) throw broken("JSON without a list of numbers");
  return { vectors: rows.map((row) => tensor(row)), labels };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");
}

function broken(found: string, expected = "a .npy array or JSON lists of numbers"): NodeError {
  return new NodeError(
    "embedding_format",
    `Found ${found}, expected ${expected}. Choose another file, or save it anew.`,
  );
}
