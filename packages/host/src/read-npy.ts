/**
 * NumPy's file of one array (NEP 1), as far as embeddings need it: 32- and 64-bit floats, little-endian, row-major. Data
 * only: arrays of Python objects, which hold pickles, are refused.
 */
import type { Tensor } from "@unclip/tensor";
import { HostError } from "./host.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Bytes of a header at most, as NumPy itself reads it. */
const longestHeader = 10_000;

/** Whether bytes begin as such a file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads an array of floats. Throws HostError `embedding_format`.
 *
 * @param takes hears the shape before anything is made of it, and throws where it is not wanted
 */
export function readNpy(bytes: Uint8Array, takes: (shape: readonly number[]) => void): Tensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) throw broken("a file that ends within its header");
  const [length, from] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  const start = from + length;
  if (length > longestHeader || start > bytes.length) throw broken("a file that ends within its header");
  const header = new TextDecoder("latin1").decode(bytes.subarray(from, start));
  const type = /'descr':\s*'([^']{1,20})'/.exec(header)?.[1];
  const dimensions = /'shape':\s*\(([\d, ]{0,60})\)/.exec(header)?.[1];
  if (type !== "<f4" && type !== "<f8")
    throw broken(`values of the type ${type ?? "that the header does not name"}`);
  if (!/'fortran_order':\s*False/.test(header) || dimensions === undefined)
    throw broken("an array that is not stored row by row");
  const shape = dimensions.split(",").flatMap((n) => (n.trim() === "" ? [] : [Number(n)]));
  takes(shape);
  const size = shape.reduce((product, n) => product * n, 1);
  const width = type === "<f4" ? 4 : 8;
  if (start + size * width !== bytes.length)
    throw broken(`${bytes.length - start} bytes of values for the shape (${shape.join(", ")})`);
  const data = Float32Array.from({ length: size }, (_, i) =>
    width === 4 ? view.getFloat32(start + 4 * i, true) : view.getFloat64(start + 8 * i, true),
  );
  return { data, shape };
}

function broken(found: string): HostError {
  return new HostError(
    "embedding_format",
    `Found ${found}, expected a .npy file of float32 or float64, row-major. Save it with numpy.save.`,
  );
}
