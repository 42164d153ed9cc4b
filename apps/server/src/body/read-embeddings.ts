/**
 * Uploaded embeddings → the bytes that are stored: like a picture, a file is read and written anew, so that nothing but
 * its numbers and labels is kept. What is stored is what the node type `embedding-file` reads.
 */
import { ApiError } from "../problem.ts";

export interface StoredEmbeddings {
  readonly bytes: Uint8Array;
  /** `application/octet-stream` for .npy; JSON where there are labels. */
  readonly type: "application/octet-stream" | "application/json";
  readonly embeddings: number;
  readonly numbers: number;
  readonly labelled: boolean;
}

interface Rows {
  /** Row after row. */
  readonly data: Float32Array;
  readonly width: number;
  readonly labels?: readonly string[];
}

/** Embeddings of one file, numbers of one embedding, characters of a label, bytes of a .npy header (as NumPy's own). */
const most = { embeddings: 4096, numbers: 8192, label: 500, header: 10_000 };
const npyMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads a `.npy` of float32 or float64 [d] or [n, d], or JSON: a list of numbers, a list of such lists, or
 * `{"embeddings": [[…]], "labels": ["…"]}`. Throws 422 `embedding_format`, 422 `embedding_too_large`.
 */
export function readEmbeddings(bytes: Uint8Array): StoredEmbeddings {
  const { data, width, labels } = npyMagic.every((byte, i) => bytes[i] === byte)
    ? readNpy(bytes)
    : readJson(bytes);
  const count = data.length / width;
  for (let row = 0; row < count; row++) {
    const values = data.subarray(row * width, (row + 1) * width);
    if (!values.every(Number.isFinite) || values.every((value) => value === 0))
      throw broken(`an embedding (number ${row + 1}) that is all zeros or not finite`, "finite numbers");
  }
  const about = { embeddings: count, numbers: width, labelled: labels !== undefined };
  if (labels === undefined)
    return { bytes: writeNpy(data, count, width), type: "application/octet-stream", ...about };
  const rows = Array.from({ length: count }, (_, row) => [...data.subarray(row * width, (row + 1) * width)]);
  const json = new TextEncoder().encode(JSON.stringify({ embeddings: rows, labels }));
  return { bytes: json, type: "application/json", ...about };
}

/** NEP 1: magic, version, length of a header that is a Python literal, then the values. */
function readNpy(bytes: Uint8Array): Rows {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) throw broken("a .npy file that ends within its header");
  const [length, from] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  const start = from + length;
  if (length > most.header || start > bytes.length) throw broken("a .npy file without a whole header");
  const header = new TextDecoder("latin1").decode(bytes.subarray(from, start));
  const type = /'descr':\s*'(<f[48])'/.exec(header)?.[1];
  const dimensions = /'shape':\s*\(([\d, ]{1,60})\)/.exec(header)?.[1];
  if (type === undefined || dimensions === undefined || !/'fortran_order':\s*False/.test(header))
    throw broken(
      "a .npy array of another kind",
      "float32 or float64, row by row, as numpy.save writes a float array",
    );
  const shape = dimensions.split(",").flatMap((n) => (n.trim() === "" ? [] : [Number(n)]));
  const [count, width] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  if (shape.length < 1 || shape.length > 2 || count < 1 || width < 1)
    throw broken(`an array of shape (${shape.join(", ")})`, "[d] or [n, d]");
  refuseLarge(count, width);
  const size = type === "<f4" ? 4 : 8;
  if (start + count * width * size !== bytes.length)
    throw broken(`${bytes.length - start} bytes of values for the shape (${shape.join(", ")})`);
  const at = (i: number) =>
    size === 4 ? view.getFloat32(start + 4 * i, true) : view.getFloat64(start + 8 * i, true);
  return { data: Float32Array.from({ length: count * width }, (_, i) => at(i)), width };
}

function readJson(bytes: Uint8Array): Rows {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw broken("a file that is neither .npy nor JSON");
  }
  const whole =
    Array.isArray(json) || typeof json !== "object" || json === null ? { embeddings: json } : json;
  const { embeddings, labels } = whole as { embeddings?: unknown; labels?: unknown };
  const rows = isNumbers(embeddings) ? [embeddings] : embeddings;
  if (!Array.isArray(rows) || rows.length === 0) throw broken("JSON without a list of numbers");
  refuseLarge(rows.length, Array.isArray(rows[0]) ? rows[0].length : 0);
  const width = isNumbers(rows[0]) ? rows[0].length : 0;
  if (width === 0 || !rows.every((row) => isNumbers(row) && row.length === width))
    throw broken("JSON whose lists are not all of as many numbers");
  if (labels === undefined) return { data: Float32Array.from(rows.flat()), width };
  if (!isLabels(labels, rows.length))
    throw broken(
      "labels that do not fit",
      `a text of at most ${most.label} characters for each of the ${rows.length}`,
    );
  return { data: Float32Array.from(rows.flat()), width, labels };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");
}

function isLabels(value: unknown, count: number): value is string[] {
  return (
    Array.isArray(value) &&
    value.length === count &&
    value.every((label) => typeof label === "string" && label.length <= most.label && label.isWellFormed())
  );
}

/** Version 1.0; the header is padded so that the values begin at a multiple of 64. */
function writeNpy(data: Float32Array, count: number, width: number): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${width}), }`;
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + 4 * data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([...npyMagic, 1, 0]);
  view.setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10);
  for (const [i, value] of data.entries()) view.setFloat32(start + 4 * i, value, true);
  return bytes;
}

function refuseLarge(count: number, width: number): void {
  if (count <= most.embeddings && width <= most.numbers) return;
  throw new ApiError(
    422,
    "embedding_too_large",
    `Found ${count} embeddings of ${width} numbers; at most ${most.embeddings} of ${most.numbers} are taken.`,
    { remedy: "Split the file." },
  );
}

function broken(found: string, expected = "a .npy array or JSON lists of numbers"): ApiError {
  return new ApiError(422, "embedding_format", `Found ${found}; expected ${expected}.`, {
    remedy: "Choose another file, or save it anew.",
  });
}
