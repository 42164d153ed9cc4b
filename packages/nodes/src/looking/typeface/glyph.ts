/** Outlines of letters as convert.py writes them. */

/** Units of an em: a font size of n pixels is n / 256 pixels a unit. */
export const unitsPerEm = 256;

/** A letter. Its contours are closed, of quadratic curves as in TrueType, in units with y upwards from the baseline. */
export interface Glyph {
  /** Units to the next letter. */
  readonly advance: number;
  readonly contours: readonly Contour[];
}

/** Points in order. Between two control points, which are off the curve, the middle is on it. */
export interface Contour {
  readonly x: Int16Array;
  readonly y: Int16Array;
  /** 1 for points on the curve. */
  readonly on: Uint8Array;
}

/** Reads outlines: base64 of raw deflate, laid out as convert.py says. Gives letters by code point. */
export async function readGlyphs(outlines: string): Promise<Map<number, Glyph>> {
  const [letters, lengths, bits, xs, ys] = sectionsOf(await inflate(outlines));
  const glyphs = new Map<number, Glyph>();
  let [code, point] = [0, 0];
  const contour = (): Contour => {
    const size = lengths!.next();
    const made = { x: new Int16Array(size), y: new Int16Array(size), on: new Uint8Array(size) };
    for (let i = 0; i < size; i++, point++) {
      x += xs!.signed();
      y += ys!.signed();
      made.x[i] = x;
      made.y[i] = y;
      made.on[i] = (bits!.bytes[point >> 3]! >> (point & 7)) & 1;
    }
    return made;
  };
  let [x, y] = [0, 0];
  while (letters!.more) {
    code += letters!.next();
    const advance = letters!.next();
    const count = letters!.next();
    [x, y] = [0, 0];
    glyphs.set(code, { advance, contours: Array.from({ length: count }, contour) });
  }
  return glyphs;
}

async function inflate(base64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function sectionsOf(bytes: Uint8Array): Numbers[] {
  const whole = new Numbers(bytes);
  const sections: Numbers[] = [];
  while (whole.more) sections.push(new Numbers(whole.take(whole.next())));
  return sections;
}

/** LEB128 numbers, one after the other. */
class Numbers {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get more(): boolean {
    return this.#at < this.bytes.length;
  }

  next(): number {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = this.bytes[this.#at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7;
    }
  }

  signed(): number {
    const value = this.next();
    return value & 1 ? -(value + 1) / 2 : value / 2;
  }

  take(length: number): Uint8Array {
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
