/**
 * Writes PNG: 8-bit RGB without filters. Ten times faster for small previews than a picture library, and the same
 * bytes for the same pixels whatever version of one is installed.
 */
import { promisify } from "node:util";
import { crc32, deflate, deflateSync } from "node:zlib";
import type { Pixels } from "../pixels.ts";

const inBackground = promisify(deflate);
/** Below this many bytes compressing at once is cheaper than waiting for a thread. */
const small = 64 * 1024;
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Pixels → the bytes of a PNG file. */
export async function encodePng({ data, width, height }: Pixels): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits a channel, RGB; deflate, no filter method but the one there is, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  // Each row begins with its filter: 0, none. Flat drawings compress best without.
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(3 * width * y, 3 * width * (y + 1)), y * (1 + 3 * width) + 1);
  }
  const body = rows.length < small ? deflateSync(rows, { level: 6 }) : await inBackground(rows, { level: 6 });
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", body), chunk("IEND", new Uint8Array())]),
  );
}

/** Length, name, content, and the checksum of name and content. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
