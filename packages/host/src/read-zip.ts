/**
 * ZIP archives as NumPy's `savez` writes them (APPNOTE.TXT 6.3, §4.3): files that are stored or deflated. Untrusted: an entry
 * is never unpacked further than its directory says, and a caller bounds that.
 */
import { crc32 } from "./crc32.ts";
import { HostError } from "./host.ts";

export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked, as the directory says. */
  readonly size: number;
  /** Unpacks the first `most` bytes, all where it is left out. Throws HostError `embedding_format` where they are damaged. */
  unpack(most?: number): Promise<Uint8Array>;
}

/** Entries at most; a directory may claim 65,535. */
const mostEntries = 256;

/** Whether bytes begin as an archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** The files of an archive. Throws HostError `embedding_format` for one that is damaged, encrypted or too large for 32-bit sizes. */
export function readZip(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries) throw damaged(`an archive of ${count} files`);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50)
      throw damaged("an archive with a damaged directory");
    const names = view.getUint16(at + 28, true);
    entries.push(entryAt(bytes, view, at, names));
    at += 46 + names + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the end of the directory is told: in the last 22 bytes, or before a comment. */
function endRecord(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= earliest; at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw damaged("an archive that was cut");
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, names: number): ZipEntry {
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + names));
  const method = view.getUint16(at + 10, true);
  const crc = view.getUint32(at + 16, true);
  const [packed, size, header] = [20, 24, 42].map((place) => view.getUint32(at + place, true)) as [
    number,
    number,
    number,
  ];
  if ((view.getUint16(at + 8, true) & 1) !== 0) throw damaged(`"${name}", which is encrypted`);
  if (method !== 0 && method !== 8) throw damaged(`"${name}", packed by method ${method}`);
  if ([packed, size, header].includes(0xffffffff)) throw damaged(`"${name}" of more than 4 GB`);
  if (header + 30 > bytes.length) throw damaged("an archive that was cut");
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  if (start + packed > bytes.length) throw damaged("an archive that was cut");
  const content = bytes.subarray(start, start + packed);
  return {
    name,
    size,
    async unpack(most = size) {
      const limit = Math.min(most, size);
      const unpacked = method === 0 ? content.subarray(0, limit) : await inflate(content, limit, name);
      if (unpacked.length !== limit || (limit === size && crc32(unpacked) !== crc))
        throw damaged(`"${name}", which is damaged`);
      return unpacked;
    },
  };
}

/** At most `limit` bytes of a deflated text; what is left is not unpacked. */
async function inflate(content: Uint8Array, limit: number, name: string): Promise<Uint8Array> {
  const stream = new Blob([content as Uint8Array<ArrayBuffer>]).stream();
  const reader = stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const unpacked = new Uint8Array(limit);
  let length = 0;
  try {
    while (length < limit) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, limit - length);
      unpacked.set(part, length);
      length += part.length;
    }
  } catch {
    throw damaged(`"${name}", which is damaged`);
  }
  await reader.cancel().catch(() => {});
  return unpacked.subarray(0, length);
}

function damaged(found: string): HostError {
  return new HostError(
    "embedding_format",
    `Found ${found}, expected an .npz file. Save it again with numpy.savez.`,
  );
}
