import type { Pixels } from "./pixels.ts";

/** Takes the pixels of a picture in any order and gives them shrunk by a whole factor. */
export interface Shrinking {
  /** Adds one row, or part of one: RGB of the pixels x = from, from + step, … of row y. */
  add(y: number, rgb: Uint8Array, count: number, from?: number, step?: number): void;
  /** The mean of each factor × factor block, halves rounded up. */
  finish(): Pixels;
}

/** Memory is that of the shrunk picture, whatever the size of the whole. */
export function shrinking(width: number, height: number, factor: number): Shrinking {
  const wide = Math.ceil(width / factor);
  const tall = Math.ceil(height / factor);
  // A block of 8 × 8 levels sums up to less than 2^16.
  const sums = factor === 1 ? new Uint8Array(3 * wide * tall) : new Uint16Array(3 * wide * tall);
  const cell = Uint32Array.from({ length: width }, (_, x) => 3 * Math.floor(x / factor));
  return {
    add(y, rgb, count, from = 0, step = 1) {
      const row = 3 * wide * Math.floor(y / factor);
      for (let i = 0, x = from; i < count; i++, x += step) {
        const at = row + cell[x]!;
        sums[at] = sums[at]! + rgb[3 * i]!;
        sums[at + 1] = sums[at + 1]! + rgb[3 * i + 1]!;
        sums[at + 2] = sums[at + 2]! + rgb[3 * i + 2]!;
      }
    },
    finish() {
      if (sums instanceof Uint8Array) return { data: sums, width: wide, height: tall };
      const data = new Uint8Array(sums.length);
      // Blocks at the right and at the bottom may be smaller.
      const side = (index: number, length: number) => Math.min(factor, length - index * factor);
      for (let y = 0; y < tall; y++)
        for (let x = 0; x < wide; x++) {
          const count = side(x, width) * side(y, height);
          for (let c = 0; c < 3; c++) {
            const at = 3 * (y * wide + x) + c;
            data[at] = Math.floor(sums[at]! / count + 0.5);
          }
        }
      return { data, width: wide, height: tall };
    },
  };
}

/** A level of 0…255 with this alpha over white; halves round up. */
export function onWhite(level: number, alpha: number): number {
  return alpha === 255 ? level : Math.floor((level * alpha + 255 * (255 - alpha)) / 255 + 0.5);
}
