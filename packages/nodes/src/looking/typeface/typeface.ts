/** The letters of labels, loaded when a text first needs them. */
import { NodeError } from "@unclip/engine";
import { type Glyph, readGlyphs, unitsPerEm } from "./glyph.ts";

/** Letters by code point. */
export type Typeface = ReadonlyMap<number, Glyph>;

interface Outlines {
  readonly outlines: string;
}

/** In the order in which they are looked through, with the code points that may be there: common letters come first. */
const files: readonly { readonly has: RegExp; readonly load: () => Promise<Outlines> }[] = [
  { has: /[\0-\u2fff]/, load: () => import("./outlines/basic.ts") },
  { has: /[\u0100-\u2fff\ua640-\uab6f\ufb00-\ufb06\ufffd]/, load: () => import("./outlines/european.ts") },
  {
    has: /[\u2194-\u22a5\u2312\u2460-\u266f\u3000-\u30ff\u31f0-\u31ff\u3251-\u325f\u4e00-\u9fff\uff01-\uffe6]/,
    load: () => import("./outlines/japanese.ts"),
  },
  { has: /[\u4e00-\u9fff]/, load: () => import("./outlines/kanji.ts") },
  { has: /[\u3130-\u318f\uac00-\ud7a3]/, load: () => import("./outlines/hangul.ts") },
  { has: /[\uac00-\ud7a3]/, load: () => import("./outlines/syllables.ts") },
];

const read = files.map((): Promise<Typeface> | undefined => undefined);

/**
 * The letters that texts need, as far as there are any. Throws NodeError `letters_missing` if their file cannot be
 * loaded, for example in an offline browser.
 */
export async function typefaceFor(texts: readonly string[]): Promise<Typeface> {
  const wanted = new Set(texts.flatMap((text) => [...text]));
  wanted.add("…");
  const found = new Map<number, Glyph>();
  for (const [i, { has }] of files.entries()) {
    const maybe = [...wanted].filter((letter) => has.test(letter));
    if (maybe.length === 0) continue;
    const glyphs = await load(i);
    for (const letter of maybe) {
      const code = letter.codePointAt(0)!;
      const glyph = glyphs.get(code);
      if (!glyph) continue;
      found.set(code, glyph);
      wanted.delete(letter);
    }
  }
  return found;
}

function load(i: number): Promise<Typeface> {
  read[i] ??= files[i]!.load()
    .then(({ outlines }) => readGlyphs(outlines))
    .catch((cause: Error) => {
      read[i] = undefined;
      throw new NodeError(
        "letters_missing",
        `The letters of the labels could not be loaded (${cause.message}). Connect to the network and run again, or turn labels off.`,
      );
    });
  return read[i];
}

/** A framed rectangle, for letters without an outline. */
export const missingGlyph: Glyph = frame(14, 0, 142, 180, 16);

function frame(left: number, bottom: number, right: number, top: number, line: number): Glyph {
  const contour = (x: readonly number[], y: readonly number[]) => ({
    x: Int16Array.from(x),
    y: Int16Array.from(y),
    on: new Uint8Array(4).fill(1),
  });
  const [l, b, r, t] = [left + line, bottom + line, right - line, top - line];
  return {
    advance: Math.round(0.61 * unitsPerEm),
    contours: [
      contour([left, left, right, right], [bottom, top, top, bottom]),
      contour([l, r, r, l], [b, b, t, t]),
    ],
  };
}
