/**
 * An animation from still WebP pictures: the container of RFC 9649 around their image data.
 */

/**
 * @param frames WebP files of one size, as a canvas encodes them
 * @param milliseconds how long each is shown
 */
export function animatedWebp(
  frames: readonly Uint8Array[],
  width: number,
  height: number,
  milliseconds: number,
): Uint8Array {
  // Flag 2 is "animation"; the canvas is one less than its size, in 24 bits.
  const extended = chunk("VP8X", [2, 0, 0, 0, ...three(width - 1), ...three(height - 1)]);
  // Background white, and 0: repeat without end.
  const animation = chunk("ANIM", [255, 255, 255, 255, 0, 0]);
  const shown = frames.map((frame) => {
    const place = [...three(0), ...three(0), ...three(width - 1), ...three(height - 1)];
    // Flag 2: the frame replaces what was there instead of being blended over it.
    return chunk("ANMF", [...place, ...three(Math.round(milliseconds)), 2], webpImageData(frame));
  });
  const body = join([extended, animation, ...shown]);
  return join([Uint8Array.of(0x52, 0x49, 0x46, 0x46), four(4 + body.length), ascii("WEBP"), body]);
}

/**
 * The chunks of a still picture that hold its pixels: `VP8L` where they are lossless, else `VP8 ` and perhaps `ALPH`.
 * Colour profiles and the like are left out.
 */
export function webpImageData(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    const name = String.fromCharCode(...file.subarray(at, at + 4));
    if (name === "VP8 " || name === "VP8L" || name === "ALPH") kept.push(file.subarray(at, end));
    at = end;
  }
  return join(kept);
}

/** Name, length, content, and a byte more where the length is odd. */
function chunk(name: string, head: readonly number[], body: Uint8Array = new Uint8Array()): Uint8Array {
  const length = head.length + body.length;
  return join([ascii(name), four(length), Uint8Array.from(head), body, new Uint8Array(length % 2)]);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function three(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255];
}

function four(value: number): Uint8Array {
  return Uint8Array.of(...three(value), value >>> 24);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
