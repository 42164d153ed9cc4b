import type { Pixels } from "./pixels.ts";

/**
 * How a camera was held: the EXIF tag Orientation, 1 to 8 (CIPA DC-008 §4.6.5); 1, upright, where there is none.
 *
 * @param exif a TIFF block, with or without `Exif\0\0` before it
 */
export function exifOrientation(exif: Uint8Array): number {
  const prefixed = exif[0] === 0x45 && exif[1] === 0x78;
  const bytes = prefixed ? exif.subarray(6) : exif;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let at = directory + 2, i = 0; i < entries; i++, at += 12) {
      if (view.getUint16(at, little) !== 0x0112) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch {
    // A RangeError: a block that is cut says nothing.
  }
  return 1;
}

/** The picture as it is to be looked at. */
export function upright({ data, width, height }: Pixels, orientation: number): Pixels {
  if (orientation === 1) return { data, width, height };
  const turned = orientation >= 5;
  const [wide, tall] = turned ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  // Which way one steps through the source for each step to the right and down.
  const flipX = [2, 3, 7, 8].includes(orientation);
  const flipY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < tall; y++)
    for (let x = 0; x < wide; x++) {
      const [u, v] = turned ? [y, x] : [x, y];
      const from = 3 * ((flipY ? height - 1 - v : v) * width + (flipX ? width - 1 - u : u));
      const to = 3 * (y * wide + x);
      out[to] = data[from]!;
      out[to + 1] = data[from + 1]!;
      out[to + 2] = data[from + 2]!;
    }
  return { data: out, width: wide, height: tall };
}
