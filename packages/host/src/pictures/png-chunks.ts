import { crc32 } from "../crc32.ts";
import { corrupt } from "./limits.ts";

/** What of a PNG file (W3C PNG, third edition) says how its rows are to be read. */
export interface PngFile {
  readonly width: number;
  readonly height: number;
  /** 1, 2, 4, 8 or 16. */
  readonly bits: number;
  readonly colour: "grey" | "rgb" | "palette" | "grey-alpha" | "rgb-alpha";
  readonly interlaced: boolean;
  /** RGB of each entry. */
  readonly palette: Uint8Array | undefined;
  /** `tRNS`: alpha of the palette's entries, or the one transparent grey or colour, 16 bits a channel. */
  readonly transparency: Uint8Array | undefined;
  /** A TIFF block. */
  readonly exif: Uint8Array | undefined;
  /** The zlib stream, in parts. */
  readonly data: readonly Uint8Array[];
}

const colours = { 0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgb-alpha" } as const;
const depths: Readonly<Record<PngFile["colour"], readonly number[]>> = {
  grey: [1, 2, 4, 8, 16],
  rgb: [8, 16],
  palette: [1, 2, 4, 8],
  "grey-alpha": [8, 16],
  "rgb-alpha": [8, 16],
};

/**
 * Reads the chunks. As browsers do, it takes a file whose ancillary chunks are damaged, one without its end, and one with
 * anything behind it; damaged pixels are refused.
 *
 * @throws HostError `image_corrupt`
 */
export function readPngChunks(bytes: Uint8Array): PngFile {
  const found: Record<string, Uint8Array> = {};
  const data: Uint8Array[] = [];
  for (const [name, content, whole] of chunks(bytes)) {
    const critical = name.charCodeAt(0) < 0x61;
    if (!whole) {
      if (critical && name !== "IEND")
        throw corrupt(`the checksum of its ${name} is wrong, or it was cut off`);
    } else if (name === "IDAT") data.push(content);
    else if (critical && !["IHDR", "PLTE", "IEND"].includes(name)) {
      throw corrupt(`it has the critical chunk "${name}", which is not of the standard`);
    } else found[name] ??= content;
    if (name === "IEND") break;
  }
  const header = found.IHDR;
  if (header?.length !== 13) throw corrupt("it has no header");
  if (data.length === 0) throw corrupt("it has no pixels");
  const { PLTE: palette, tRNS: transparency, eXIf: exif } = found;
  const file = { ...readHeader(header), palette, transparency, exif, data };
  if (file.colour === "palette" && (palette === undefined || palette.length % 3 !== 0))
    throw corrupt("it has no palette");
  return file;
}

function readHeader(header: Uint8Array) {
  const view = new DataView(header.buffer, header.byteOffset);
  const [bits = 0, type = 0, compression, filter, interlace = 0] = header.subarray(8);
  const colour = colours[type as keyof typeof colours];
  if (colour === undefined || !depths[colour].includes(bits))
    throw corrupt(`it says that it has ${bits} bits of colour type ${type}`);
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw corrupt("its compression, filter or interlacing is not of the standard");
  return { width: view.getUint32(0), height: view.getUint32(4), bits, colour, interlaced: interlace === 1 };
}

/** Name, content, and whether the content is there and agrees with its checksum. */
function* chunks(bytes: Uint8Array): Generator<[string, Uint8Array, boolean]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    const whole = end + 4 <= bytes.length && crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    yield [name, bytes.subarray(at + 8, end), whole];
    at = end + 4;
  }
}
