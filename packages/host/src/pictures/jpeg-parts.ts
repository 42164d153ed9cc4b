/**
 * The parts of a JPEG file (ITU T.81, annex B), and what is put right in them: cameras write files that decoders warn of
 * though every pixel is there. After that a warning means damage.
 */
import { joinBytes } from "./join-bytes.ts";
import { scanTally } from "./jpeg-scans.ts";
import { corrupt } from "./limits.ts";
import { exifOrientation } from "./orientation.ts";

export interface JpegParts {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** The file without what says nothing of its pixels, in the form that the standard asks for. */
  readonly bytes: Uint8Array;
}

interface Segment {
  readonly marker: number;
  /** Marker, length and content. */
  readonly bytes: Uint8Array;
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isSequential = (marker: number) => marker === 0xc0 || marker === 0xc1;

/** @throws HostError `image_corrupt` where it has no frame or no scan */
export function readJpeg(file: Uint8Array): JpegParts {
  const kept: Uint8Array[] = [file.subarray(0, 2)];
  let orientation = 1;
  let frame: Segment | undefined;
  let scans: ReturnType<typeof scanTally> | undefined;
  let ended = false;
  for (const segment of segments(file)) {
    const { marker, bytes } = segment;
    const content = bytes.subarray(4);
    if (isFrame(marker)) frame ??= segment;
    if (marker === 0xe1 && startsWith(content, "Exif\0")) orientation = exifOrientation(content);
    if (marker === 0xd9) ended = true;
    const corrected = correct(segment, frame);
    if (corrected === undefined) continue;
    kept.push(corrected);
    if (marker !== 0xda || frame === undefined) continue;
    scans ??= scanTally(frame.bytes);
    scans.add(corrected);
  }
  if (frame === undefined || frame.bytes.length < 10) throw corrupt("it has no frame header");
  if (scans === undefined) throw corrupt("it ends before its pixels");
  if (!ended && !scans.complete()) throw corrupt("it was cut off");
  // An end of its own: where pixels are missing, the decoder says so, and where only the end is, nothing is missing.
  kept.push(Uint8Array.of(0xff, 0xd9));
  const view = new DataView(frame.bytes.buffer, frame.bytes.byteOffset);
  return {
    height: view.getUint16(5),
    width: view.getUint16(7),
    components: frame.bytes[9]!,
    orientation,
    bytes: joinBytes(kept),
  };
}

/** The segment as the standard asks for it, or `undefined` where it says nothing of pixels. */
function correct({ marker, bytes }: Segment, frame: Segment | undefined): Uint8Array | undefined {
  const own = bytes.slice();
  switch (true) {
    case marker === 0xe0:
      // JFIF says how colours are stored, whatever its version.
      if (!startsWith(bytes.subarray(4), "JFIF\0") || bytes.length < 18) return undefined;
      own[9] = 1;
      return own;
    case marker === 0xee:
      if (!startsWith(bytes.subarray(4), "Adobe") || bytes.length < 16) return undefined;
      if (own[15]! > 2) own[15] = frame?.bytes[9] === 4 ? 2 : 1;
      return own;
    case marker >= 0xe0 && marker <= 0xef:
    case marker === 0xfe || marker === 0xd9:
      return undefined;
    case marker === 0xda && frame !== undefined && isSequential(frame.marker): {
      // Some phones leave zeros where a sequential scan has 0 and 63.
      const at = 5 + 2 * own[4]!;
      own.set([0, 63, 0], at);
      return own;
    }
    default:
      return own;
  }
}

/**
 * Segments up to the end of the picture; a scan comes with its compressed data. Bytes between segments are skipped, and a
 * file that stops has its last segment cut.
 */
function* segments(file: Uint8Array): Generator<Segment> {
  for (let at = 2; at + 2 <= file.length; ) {
    // Whatever is no marker is left out, as are the fill bytes before one.
    if (file[at] !== 0xff || file[at + 1]! < 0xc0 || file[at + 1] === 0xff) {
      at++;
      continue;
    }
    const marker = file[at + 1]!;
    if (marker === 0xd9) return yield { marker, bytes: file.subarray(at, at + 2) };
    if (marker >= 0xd0 && marker <= 0xd8) {
      at += 2;
      continue;
    }
    if (at + 4 > file.length) return;
    const length = (file[at + 2]! << 8) | file[at + 3]!;
    const end = at + 2 + length;
    const until = marker === 0xda ? scanEnd(file, end) : end;
    yield { marker, bytes: file.subarray(at, until) };
    at = until;
  }
}

/** Where the compressed data ends that begins at `at`: before a marker that does not belong to it. */
function scanEnd(file: Uint8Array, at: number): number {
  for (let i = at; i + 1 < file.length; i++) {
    i = file.indexOf(0xff, i);
    if (i < 0) return file.length;
    const next = file[i + 1];
    if (next === undefined) return i;
    if (next === 0xff) continue;
    // A byte 255 of the data is followed by 0; restarts belong to it.
    if (next === 0 || (next >= 0xd0 && next <= 0xd7)) i++;
    else if (next >= 0xc0) return i;
  }
  return file.length;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}
