/**
 * Embeddings that were uploaded → the bytes that are stored: like a picture, a file is written anew, so that nothing but
 * its numbers and labels is kept. What is stored is what the node type `embedding-file` reads.
 */
import type { FileEmbeddings } from "@unclip/host";

export interface StoredEmbeddings {
  readonly bytes: Uint8Array;
  /** `application/octet-stream` for .npy; JSON where there are labels. */
  readonly type: "application/octet-stream" | "application/json";
  readonly embeddings: number;
  readonly numbers: number;
  readonly labelled: boolean;
}

export function writeEmbeddings({ vectors, labels }: FileEmbeddings): StoredEmbeddings {
  const rows = vectors.map(({ data }) => data);
  const width = rows[0]?.length ?? 0;
  const about = { embeddings: rows.length, numbers: width, labelled: labels !== undefined };
  if (labels === undefined)
    return { bytes: writeNpy(rows, width), type: "application/octet-stream", ...about };
  const json = JSON.stringify({ embeddings: rows.map((row) => [...row]), labels });
  return { bytes: new TextEncoder().encode(json), type: "application/json", ...about };
}

/** NEP 1, version 1.0; the header is padded so that the values begin at a multiple of 64. */
function writeNpy(rows: readonly Float32Array[], width: number): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${width}), }`;
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + 4 * rows.length * width);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10);
  for (const [r, row] of rows.entries())
    for (const [i, value] of row.entries()) view.setFloat32(start + 4 * (r * width + i), value, true);
  return bytes;
}
