/**
 * A file of embeddings → vectors [d] and, where the file has them, labels: the one reader of what people upload and of
 * what a graph names.
 */
import { norm, type Tensor, tensor, unstack } from "@unclip/tensor";
import { HostError } from "./host.ts";
import { isNpy, npyHeadBytes, readNpy, readNpyHeader, readNpyTexts } from "./read-npy.ts";
import { isZip, readZip, type ZipEntry } from "./read-zip.ts";

export interface FileEmbeddings {
  /** At least one; all of one width. */
  readonly vectors: readonly Tensor[];
  readonly labels?: readonly string[] | undefined;
}

/** Embeddings of one file, numbers of one embedding, characters of a label; bytes of an array of 64-bit numbers. */
const most = { embeddings: 4096, numbers: 8192, label: 500, bytes: 8 * 4096 * 8192 };

/**
 * Reads a `.npy` of shape [d] or [n, d]; an `.npz` with one such array, or with one named `embeddings` and perhaps
 * `labels`; or JSON: one list of numbers, a list of them, or `{"embeddings": [[…]], "labels": ["…"]}`. Rejects with
 * HostError `embedding_format` unless all are finite, not zero and of one width, and `embedding_too_large` for more than
 * 4,096 of them or of more than 8,192 numbers.
 */
export async function readEmbeddings(bytes: Uint8Array): Promise<FileEmbeddings> {
  const read = isZip(bytes)
    ? await readNpz(bytes)
    : isNpy(bytes)
      ? { vectors: rowsOf(readNpy(bytes, takeShape)) }
      : readJson(bytes);
  const bad = read.vectors.findIndex((vector) => !(norm(vector) > 0 && Number.isFinite(norm(vector))));
  if (bad >= 0)
    throw broken(`embedding ${bad + 1} of length ${norm(read.vectors[bad]!)}`, "finite numbers, not all 0");
  return read;
}

async function readNpz(bytes: Uint8Array): Promise<FileEmbeddings> {
  const arrays = readZip(bytes).map((entry) => ({ entry, name: entry.name.replace(/\.npy$/, "") }));
  const labelled = arrays.find(({ name }) => name === "labels");
  const others = arrays.filter((array) => array !== labelled);
  const [only, more] = others;
  const chosen = others.find(({ name }) => name === "embeddings") ?? (more === undefined ? only : undefined);
  if (chosen === undefined) {
    const names = others.slice(0, 8).map(({ name }) => JSON.stringify(name.slice(0, 40)));
    throw broken(
      `an .npz of ${others.length} arrays (${names.join(", ")})`,
      "one array, or one named embeddings",
    );
  }
  const vectors = rowsOf(readNpy(await unpackArray(chosen.entry, takeShape), takeShape));
  if (labelled === undefined) return { vectors };
  const takeLabels = ([count = 0]: readonly number[]) => refuseLarge(count, 1);
  const labels = readNpyTexts(await unpackArray(labelled.entry, takeLabels), most.embeddings, most.label);
  requireLabels(labels, vectors.length);
  return { vectors, labels };
}

/** Unpacks an array whose header says that it is wanted and as large as its entry: a few bytes may unpack to gigabytes. */
async function unpackArray(entry: ZipEntry, takes: (shape: readonly number[]) => void): Promise<Uint8Array> {
  const { shape, start, bytes } = readNpyHeader(await entry.unpack(npyHeadBytes));
  takes(shape);
  if (start + bytes !== entry.size)
    throw broken(`${entry.size - start} bytes of values for the shape (${shape.join(", ")})`);
  if (bytes > most.bytes) throw broken(`an array of ${bytes} bytes`, `at most ${most.bytes}`);
  return entry.unpack();
}

function takeShape(shape: readonly number[]): void {
  const [count, width] = shape.length === 1 ? [1, shape[0]!] : [shape[0] ?? 0, shape[1] ?? 0];
  if (shape.length > 2 || count < 1 || width < 1)
    throw broken(`an array of shape [${shape.join(", ")}]`, "[d] or [n, d]");
  refuseLarge(count, width);
}

const rowsOf = (array: Tensor): Tensor[] => (array.shape.length === 1 ? [array] : unstack(array));

function readJson(bytes: Uint8Array): FileEmbeddings {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw broken("a file that is neither .npy nor JSON");
  }
  refuseForbiddenKeys(json);
  const whole =
    Array.isArray(json) || typeof json !== "object" || json === null ? { embeddings: json } : json;
  // JSON.parse makes it a property like any other; nothing here should carry it on.
  if (Object.hasOwn(whole, "__proto__")) throw broken('JSON with the key "__proto__"');
  const { embeddings, labels } = whole as { embeddings?: unknown; labels?: unknown };
  const rows = isNumbers(embeddings) ? [embeddings] : embeddings;
  if (!Array.isArray(rows) || rows.length === 0) throw broken("JSON without a list of numbers");
  const [first] = rows as unknown[];
  refuseLarge(rows.length, Array.isArray(first) ? first.length : 0);
  if (!rows.every(isNumbers)) throw broken("JSON without a list of numbers");
  const odd = rows.find((row) => row.length !== rows[0]!.length);
  if (odd) throw broken(`embeddings of ${rows[0]!.length} and ${odd.length} numbers`, "one width");
  if (labels !== undefined) requireLabels(labels, rows.length);
  const vectors = rows.map((row) => tensor(row));
  return labels === undefined ? { vectors } : { vectors, labels: labels as string[] };
}

const forbidden = ["__proto__", "constructor", "prototype"];

/** Refuses keys that JavaScript objects treat specially, anywhere in the file: no file of numbers has them. Iterative. */
function refuseForbiddenKeys(json: unknown): void {
  const pending = [json];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const key = Array.isArray(value) ? undefined : forbidden.find((name) => Object.hasOwn(value, name));
    if (key !== undefined) throw broken(`the key "${key}"`, "the keys embeddings and labels");
    for (const inner of Array.isArray(value) ? value : Object.values(value))
      if (typeof inner === "object" && inner !== null) pending.push(inner);
  }
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");
}

function requireLabels(labels: unknown, count: number): void {
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === "string"))
    throw broken("labels that are no list of texts", "one text for each embedding");
  if (labels.length !== count)
    throw broken(`${labels.length} labels for ${count} embeddings`, "one for each");
  const bad = labels.findIndex((label: string) => label.length > most.label || !label.isWellFormed());
  if (bad >= 0)
    throw broken(`label ${bad + 1} that is too long or no text`, `at most ${most.label} characters`);
}

function refuseLarge(count: number, width: number): void {
  if (count <= most.embeddings && width <= most.numbers) return;
  throw new HostError(
    "embedding_too_large",
    `Found ${count} embeddings of ${width} numbers, expected at most ${most.embeddings} of ${most.numbers}. Split the file.`,
  );
}

function broken(found: string, expected = "a .npy or .npz array or JSON lists of numbers"): HostError {
  return new HostError(
    "embedding_format",
    `Found ${found}, expected ${expected}. Choose another file, or save it anew.`,
  );
}
