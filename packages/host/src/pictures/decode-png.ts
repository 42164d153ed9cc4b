/**
 * Reads PNG in our own code, so that all hosts see the same pixels: browsers premultiply alpha and apply gAMA and iCCP, each
 * in its own way.
 */
import { corrupt, shrinkFactor } from "./limits.ts";
import { exifOrientation } from "./orientation.ts";
import type { Decoded } from "./pixels.ts";
import { type PngFile, readPngChunks } from "./png-chunks.ts";
import { rgbOf } from "./png-colours.ts";
import { shrinking } from "./shrinking.ts";

/** Columns and rows of the passes of an interlaced picture (Adam7): where they begin, and their distance. */
const adam7 = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;
const progressive = [[0, 1, 0, 1]] as const;
const channels = { grey: 1, rgb: 3, palette: 1, "grey-alpha": 2, "rgb-alpha": 4 } as const;

/**
 * Rows are inflated, unfiltered and shrunk one after the other: memory is that of the shrunk picture.
 *
 * @throws HostError `image_corrupt`, `image_too_large`
 */
export async function decodePng(bytes: Uint8Array): Promise<Decoded> {
  const file = readPngChunks(bytes);
  const factor = shrinkFactor(file.width, file.height);
  const sink = shrinking(file.width, file.height, factor);
  const bitsPerPixel = channels[file.colour] * file.bits;
  const stream = inflated(file.data);
  const rgb = new Uint8Array(3 * file.width);
  const toRgb = rgbOf(file);
  try {
    for (const [left, stepX, top, stepY] of file.interlaced ? adam7 : progressive) {
      const count = Math.ceil((file.width - left) / stepX);
      if (count <= 0) continue;
      const length = Math.ceil((count * bitsPerPixel) / 8);
      let before = new Uint8Array(length);
      for (let y = top; y < file.height; y += stepY) {
        const row = await stream.take(1 + length);
        const line = row.subarray(1);
        unfilter(row[0]!, line, before, Math.max(1, bitsPerPixel >> 3));
        toRgb(line, rgb, count);
        sink.add(y, rgb, count, left, stepX);
        before = line;
      }
    }
  } finally {
    // What follows the last row is not looked at: decoders differ in what they make of it.
    stream.stop();
  }
  const orientation = file.exif === undefined ? 1 : exifOrientation(file.exif);
  return { ...sink.finish(), orientation };
}

/** The inflated bytes of a zlib stream, so many at a time. */
function inflated(parts: PngFile["data"]) {
  const source = new Blob(parts as Uint8Array<ArrayBuffer>[]).stream();
  const reader = source.pipeThrough(new DecompressionStream("deflate")).getReader();
  let left: Uint8Array = new Uint8Array();
  return {
    /** Throws `image_corrupt` where the stream is damaged or ends. */
    async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
      const taken = new Uint8Array(count);
      for (let filled = 0; filled < count; ) {
        if (left.length === 0) left = await next();
        const part = left.subarray(0, count - filled);
        taken.set(part, filled);
        filled += part.length;
        left = left.subarray(part.length);
      }
      return taken;
    },
    stop: () => void reader.cancel().catch(() => undefined),
  };

  async function next(): Promise<Uint8Array> {
    const { value, done } = await reader.read().catch((cause: unknown) => {
      throw corrupt("its compressed pixels are damaged", cause);
    });
    if (done) throw corrupt("its pixels end before the last row");
    return value;
  }
}

/** Undoes a row's filter in place (PNG §9); `distance` is that of a byte to the one left of it. */
function unfilter(type: number, line: Uint8Array, above: Uint8Array, distance: number): void {
  const { length } = line;
  switch (type) {
    case 0:
      return;
    case 1:
      for (let i = distance; i < length; i++) line[i] = line[i]! + line[i - distance]!;
      return;
    case 2:
      for (let i = 0; i < length; i++) line[i] = line[i]! + above[i]!;
      return;
    case 3:
      for (let i = 0; i < length; i++) {
        const left = i < distance ? 0 : line[i - distance]!;
        line[i] = line[i]! + ((left + above[i]!) >> 1);
      }
      return;
    case 4:
      for (let i = 0; i < length; i++) {
        const left = i < distance ? 0 : line[i - distance]!;
        const corner = i < distance ? 0 : above[i - distance]!;
        line[i] = line[i]! + nearest(left, above[i]!, corner);
      }
      return;
    default:
      throw corrupt(`a row has the filter ${type}, which is not of the standard`);
  }
}

/** Paeth's predictor: of left, above and corner the one nearest to left + above − corner. */
function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
