/**
 * Writes PNG: 8-bit RGB without filters. A canvas is no way to write one: browsers that resist fingerprinting falsify what
 * is read back from it.
 */
import { crc32 } from "../crc32.ts";
import { joinBytes } from "./join-bytes.ts";
import type { Pixels } from "./pixels.ts";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Pixels → the bytes of a PNG file.
 *
 * @param deflate compresses to the zlib format (RFC 1950)
 */
export async function encodePng(
  { data, width, height }: Pixels,
  deflate: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): Promise<Uint8Array> {
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
  const body = await deflate(rows);
  return joinBytes([signature, chunk("IHDR", header), chunk("IDAT", body), chunk("IEND", new Uint8Array())]);
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
