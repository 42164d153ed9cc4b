/**
 * The container of WebP files (RFC 9649): chunks of a name, a length and content.
 */
import { joinBytes } from "./join-bytes.ts";
import { corrupt } from "./limits.ts";
import { exifOrientation } from "./orientation.ts";

/** The picture in a file, or the first frame of an animation. */
export interface WebpFrame {
  /** The whole picture, of which a frame may cover a part. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** A still file of this frame alone. */
  readonly bytes: Uint8Array;
}

interface Chunk {
  readonly name: string;
  readonly content: Uint8Array;
  /** Name, length, content and padding. */
  readonly bytes: Uint8Array;
}

/**
 * Reads as far as the pixels. What else a file has may be damaged or cut off.
 *
 * @throws HostError `image_corrupt`
 */
export function readWebp(file: Uint8Array): WebpFrame {
  const found = [...chunks(file.subarray(12))];
  const named = (name: string) => found.find((one) => one.name === name)?.content;
  const extended = named("VP8X");
  const animation = named("ANMF");
  const frame = animation === undefined ? found : [...chunks(animation.subarray(16))];
  const pixels = frame.find(({ name }) => name === "VP8 " || name === "VP8L");
  if (pixels === undefined) throw corrupt("it has no pixels, or was cut off");
  const size = bitstreamSize(pixels);
  const canvas = extended && extended.length >= 10 ? canvasSize(extended) : size;
  const exif = named("EXIF");
  const [left, top] = animation === undefined ? [0, 0] : [2 * three(animation, 0), 2 * three(animation, 3)];
  const alpha = frame.find(({ name }) => name === "ALPH");
  const parts = alpha && pixels.name === "VP8 " ? [alpha, pixels] : [pixels];
  return {
    canvas: animation === undefined ? size : canvas,
    left,
    top,
    ...size,
    orientation: exif === undefined ? 1 : exifOrientation(exif),
    bytes: stillWebp(
      parts.map(({ bytes }) => bytes),
      size,
      parts.length > 1,
    ),
  };
}

/**
 * The chunks of a still picture that hold its pixels: `VP8L` where they are lossless, else `VP8 ` and perhaps `ALPH`.
 * Colour profiles and the like are left out.
 */
export function webpImageData(file: Uint8Array): Uint8Array {
  const kept = [...chunks(file.subarray(12))].filter(({ name }) => ["VP8 ", "VP8L", "ALPH"].includes(name));
  return joinBytes(kept.map(({ bytes }) => bytes));
}

function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length;
    // One that is cut off, and all behind it, is not there.
    if (end > bytes.length) return;
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const padded = new Uint8Array(8 + length + (length % 2));
    padded.set(bytes.subarray(at, end));
    yield { name, content: bytes.subarray(at + 8, end), bytes: padded };
    at = end + (length % 2);
  }
}

/** Width and height in the first bytes of the pixels themselves. */
function bitstreamSize({ name, content }: Chunk): { width: number; height: number } {
  if (content.length < 10) throw corrupt("its pixels are cut off");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (name === "VP8 ")
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
  const bits = view.getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function canvasSize(extended: Uint8Array): { width: number; height: number } {
  return { width: three(extended, 4) + 1, height: three(extended, 7) + 1 };
}

function stillWebp(
  parts: readonly Uint8Array[],
  { width, height }: { readonly width: number; readonly height: number },
  alpha: boolean,
): Uint8Array {
  // Flag 16 is "alpha"; sizes are one less, in 24 bits.
  const extended = alpha
    ? [webpChunk("VP8X", [16, 0, 0, 0, ...threeBytes(width - 1), ...threeBytes(height - 1)])]
    : [];
  return riff([...extended, ...parts]);
}

/** The chunks as a file. */
export function riff(parts: readonly Uint8Array[]): Uint8Array {
  const body = joinBytes(parts);
  return joinBytes([ascii("RIFF"), four(4 + body.length), ascii("WEBP"), body]);
}

/** Name, length, content, and a byte more where the length is odd. */
export function webpChunk(
  name: string,
  head: readonly number[],
  body: Uint8Array = new Uint8Array(),
): Uint8Array {
  const length = head.length + body.length;
  return joinBytes([ascii(name), four(length), Uint8Array.from(head), body, new Uint8Array(length % 2)]);
}

/** 24 bits, the lowest first. */
export function threeBytes(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

function three(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

function four(value: number): Uint8Array {
  return Uint8Array.of(...threeBytes(value), value >>> 24);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
