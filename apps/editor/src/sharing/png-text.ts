/**
 * A graph inside a PNG, as an uncompressed iTXt chunk with the keyword `unclip-graph` (PNG third edition, §11.3.3.4).
 * The pixels are not touched.
 */

const keyword = "unclip-graph";
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Chunk {
  readonly type: string;
  /** Where the chunk begins (its length field), and the bytes of its data. */
  readonly start: number;
  readonly data: Uint8Array;
}

/** Chunks in order, up to where the file ends or stops making sense. */
function* chunks(png: Uint8Array): Generator<Chunk> {
  if (!signature.every((byte, i) => png[i] === byte)) return;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = signature.length; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > png.length) return;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    yield { type, start: at, data: png.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** The graph file's text in a PNG, or `undefined` when it carries none. */
export function graphInPng(png: Uint8Array): string | undefined {
  const head = new TextEncoder().encode(`${keyword}\0\0\0\0\0`);
  for (const { type, data } of chunks(png)) {
    if (type === "iTXt" && head.every((byte, i) => data[i] === byte)) {
      return new TextDecoder().decode(data.subarray(head.length));
    }
  }
  return undefined;
}

/** The PNG with a graph file's text in it. Throws when the bytes are not a PNG. */
export function withGraph(png: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const end = [...chunks(png)].find(({ type }) => type === "IEND");
  if (!end)
    throw new TypeError("Found bytes that are not a whole PNG; a graph can be put into PNG files only.");
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  const out = new Uint8Array(png.length + chunk.length);
  out.set(png.subarray(0, end.start));
  out.set(chunk, end.start);
  out.set(png.subarray(end.start), end.start + chunk.length);
  return out;
}

/** CRC-32 of a chunk's type and data (PNG §5.5). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
