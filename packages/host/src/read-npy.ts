/**
 * NumPy's file of one array (NEP 1), as far as embeddings need it: floats and integers of any width and byte order, by
 * rows or by columns, and texts. Data only: arrays of Python objects, which hold pickles, are refused.
 */
import type { Tensor } from "@unclip/tensor";
import { HostError } from "./host.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Bytes of a header at most, as NumPy itself reads it, and of what stands before it. */
const longestHeader = 10_000;
export const npyHeadBytes = 12 + longestHeader;

/** What a file says of its array. */
export interface NpyHeader {
  /** NumPy's name of the type, `<f4`. */
  readonly type: string;
  readonly shape: readonly number[];
  /** Stored column by column. */
  readonly byColumn: boolean;
  /** Where the values begin, and how many bytes they take. */
  readonly start: number;
  readonly bytes: number;
}

/** Whether bytes begin as such a file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** Reads the header, of which `bytes` need hold no more than {@link npyHeadBytes}. Throws HostError `embedding_format`. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  const view = viewOf(bytes);
  if (!isNpy(bytes) || bytes.length < 12) throw broken("a file that ends within its header");
  const [length, from] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  const start = from + length;
  if (length > longestHeader || start > bytes.length) throw broken("a file that ends within its header");
  const header = new TextDecoder("latin1").decode(bytes.subarray(from, start));
  const type = /["']descr["']: ?["']([^"']{1,20})["']/.exec(header)?.[1];
  const order = /["']fortran_order["']: ?(True|False)/.exec(header)?.[1];
  const dimensions = /["']shape["']: ?\(([\d, L]{0,60})\)/.exec(header)?.[1];
  if (type === undefined) throw broken("values of a type that the header does not name");
  if (order === undefined || dimensions === undefined) throw broken("a header without order or shape");
  const shape = dimensions
    .replaceAll("L", "")
    .split(",")
    .flatMap((n) => (n.trim() === "" ? [] : [Number(n)]));
  const size = shape.reduce((product, n) => product * n, 1);
  return { type, shape, byColumn: order === "True", start, bytes: size * widthOf(type) };
}

/**
 * Reads an array of numbers as float32, by rows. Throws HostError `embedding_format`.
 *
 * @param takes hears the shape before anything is made of it, and throws where it is not wanted
 */
export function readNpy(bytes: Uint8Array, takes: (shape: readonly number[]) => void): Tensor {
  const header = readNpyHeader(bytes);
  const { shape, type, start, byColumn } = header;
  const read = numberReader(type);
  takes(shape);
  requireSize(header, bytes.length);
  const view = viewOf(bytes);
  const width = widthOf(type);
  const [rows, columns] = shape.length === 2 ? (shape as [number, number]) : [1, shape[0] ?? 1];
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < data.length; i++) {
    // Stored by columns, item i is in row i mod rows.
    const at = byColumn ? (i % rows) * columns + Math.floor(i / rows) : i;
    data[at] = read(view, start + width * i);
  }
  return { data, shape };
}

/** Reads a list of texts of at most `longest` characters. Throws HostError `embedding_format`. */
export function readNpyTexts(bytes: Uint8Array, most: number, longest: number): string[] {
  const header = readNpyHeader(bytes);
  const { type, shape, start } = header;
  const characters = Number(/^<U(\d{1,6})$/.exec(type)?.[1]);
  const [count = 0] = shape;
  if (!(characters <= longest) || shape.length !== 1 || count > most)
    throw broken(
      `labels of the type ${type} and shape (${shape.join(", ")})`,
      `a list of at most ${most} texts of ${longest} characters`,
    );
  requireSize(header, bytes.length);
  const view = viewOf(bytes);
  return Array.from({ length: count }, (_, row) => {
    const points = Array.from({ length: characters }, (_, i) =>
      view.getUint32(start + 4 * (row * characters + i), true),
    );
    if (points.some((point) => point > 0x10ffff)) throw broken(`label ${row + 1} that is no text`);
    // Texts are filled up with zeros.
    const length = points.findLastIndex((point) => point !== 0) + 1;
    return String.fromCodePoint(...points.slice(0, length));
  });
}

function requireSize({ start, bytes, shape }: NpyHeader, length: number): void {
  if (start + bytes !== length)
    throw broken(`${length - start} bytes of values for the shape (${shape.join(", ")})`);
}

/** Bytes of one value; texts take four for a character. */
function widthOf(type: string): number {
  const [, kind, size] = /^[<>|]([fiuU])(\d{1,6})$/.exec(type) ?? [];
  if (kind === undefined) throw broken(`values of the type ${type}`);
  return Number(size) * (kind === "U" ? 4 : 1);
}

function numberReader(type: string): (view: DataView, at: number) => number {
  const little = !type.startsWith(">");
  switch (/^(?:[<>]|\|(?=[iu]1$))([fiu]\d)$/.exec(type)?.[1]) {
    case "f2":
      return (view, at) => halfFloat(view.getUint16(at, little));
    case "f4":
      return (view, at) => view.getFloat32(at, little);
    case "f8":
      return (view, at) => view.getFloat64(at, little);
    case "i1":
      return (view, at) => view.getInt8(at);
    case "i2":
      return (view, at) => view.getInt16(at, little);
    case "i4":
      return (view, at) => view.getInt32(at, little);
    case "i8":
      return (view, at) => Number(view.getBigInt64(at, little));
    case "u1":
      return (view, at) => view.getUint8(at);
    case "u2":
      return (view, at) => view.getUint16(at, little);
    case "u4":
      return (view, at) => view.getUint32(at, little);
    case "u8":
      return (view, at) => Number(view.getBigUint64(at, little));
    default:
      throw broken(`values of the type ${type}`);
  }
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function broken(found: string, expected = "a .npy file of floats or integers"): HostError {
  return new HostError(
    "embedding_format",
    `Found ${found}, expected ${expected}. Save it with numpy.save, as float32.`,
  );
}
