import type { PngFile } from "./png-chunks.ts";
import { onWhite } from "./shrinking.ts";

/** Turns a row's samples into RGB on white: `count` pixels of `line` into `rgb`. */
export type ToRgb = (line: Uint8Array, rgb: Uint8Array, count: number) => void;

/**
 * How rows of a file become 8-bit RGB. Of 16 bits the upper eight are taken, as browsers and Pillow do; gamma and colour
 * profiles are left out of account.
 */
export function rgbOf(file: PngFile): ToRgb {
  switch (file.colour) {
    case "palette":
      return fromPalette(file);
    case "grey":
      return fromGrey(file);
    case "grey-alpha":
      return (line, rgb, count) => {
        const bytes = file.bits / 8;
        for (let i = 0; i < count; i++) {
          const at = 2 * bytes * i;
          rgb.fill(onWhite(line[at]!, line[at + bytes]!), 3 * i, 3 * i + 3);
        }
      };
    case "rgb-alpha":
      return (line, rgb, count) => {
        const bytes = file.bits / 8;
        for (let i = 0; i < count; i++) {
          const at = 4 * bytes * i;
          const alpha = line[at + 3 * bytes]!;
          for (let c = 0; c < 3; c++) rgb[3 * i + c] = onWhite(line[at + c * bytes]!, alpha);
        }
      };
    case "rgb":
      return fromRgb(file);
  }
}

function fromPalette({ palette = new Uint8Array(), transparency, bits }: PngFile): ToRgb {
  const table = new Uint8Array(3 * 256);
  for (let i = 0; i < palette.length / 3; i++) {
    const alpha = transparency?.[i] ?? 255;
    for (let c = 0; c < 3; c++) table[3 * i + c] = onWhite(palette[3 * i + c]!, alpha);
  }
  return (line, rgb, count) => {
    for (let i = 0; i < count; i++) {
      const at = 3 * sample(line, i, bits);
      rgb[3 * i] = table[at]!;
      rgb[3 * i + 1] = table[at + 1]!;
      rgb[3 * i + 2] = table[at + 2]!;
    }
  };
}

function fromGrey({ bits, transparency }: PngFile): ToRgb {
  const clear = transparency?.length === 2 ? (transparency[0]! << 8) | transparency[1]! : undefined;
  const most = 2 ** Math.min(bits, 8) - 1;
  return (line, rgb, count) => {
    for (let i = 0; i < count; i++) {
      const value = bits === 16 ? (line[2 * i]! << 8) | line[2 * i + 1]! : sample(line, i, bits);
      const level = bits === 16 ? value >> 8 : (value * 255) / most;
      rgb.fill(value === clear ? 255 : level, 3 * i, 3 * i + 3);
    }
  };
}

function fromRgb({ bits, transparency }: PngFile): ToRgb {
  const bytes = bits / 8;
  // The transparent colour has two bytes a channel, of which 8-bit pictures use the lower.
  const clear = transparency?.length === 6 ? transparency : undefined;
  const isClear = (line: Uint8Array, at: number) =>
    clear !== undefined &&
    [0, 1, 2].every(
      (c) =>
        line[at + (c + 1) * bytes - 1] === clear[2 * c + 1] &&
        (bytes === 1 || line[at + c * bytes] === clear[2 * c]),
    );
  return (line, rgb, count) => {
    for (let i = 0; i < count; i++) {
      const at = 3 * bytes * i;
      if (clear !== undefined && isClear(line, at)) rgb.fill(255, 3 * i, 3 * i + 3);
      else for (let c = 0; c < 3; c++) rgb[3 * i + c] = line[at + c * bytes]!;
    }
  };
}

/** Sample i of a line, 1 to 8 bits each, the first in the highest bits. */
function sample(line: Uint8Array, i: number, bits: number): number {
  if (bits === 8) return line[i]!;
  const at = i * bits;
  return (line[at >> 3]! >> (8 - bits - (at & 7))) & (2 ** bits - 1);
}
