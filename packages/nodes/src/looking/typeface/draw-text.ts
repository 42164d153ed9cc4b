/**
 * Text on pictures: outlines of Noto Sans, filled by our own arithmetic, so that it is the same on every host without a
 * font of the system or a canvas. From left to right, without kerning or shaping.
 */
import type { Tensor } from "@unclip/tensor";
import { type Glyph, unitsPerEm } from "./glyph.ts";
import { Rasterizer } from "./rasterize.ts";
import { missingGlyph, type Typeface } from "./typeface.ts";

/** Height of a line above and below its baseline, in em: accents of capitals and descenders fit. */
const [ascent, descent] = [1, 0.3];

/** Pixels of a line of text of `size` pixels an em. */
export const lineHeight = (size: number): number => Math.ceil(ascent * size) + Math.ceil(descent * size);

/** The text to draw: composed, on one line, without invisible characters. */
export function lineOf(text: string): string {
  const line = text.toWellFormed().normalize("NFC").replace(/\s/gu, " ");
  // Emoji joiners and modifiers are not drawn as letters.
  return line
    .replace(/\u200D\p{Extended_Pictographic}|(?<=[\u{1F1E6}-\u{1F1FF}])[\u{1F1E6}-\u{1F1FF}]/gu, "")
    .replace(/[\p{Cc}\p{Cf}]|[\uFE00-\uFE0F]|[\u{1F3FB}-\u{1F3FF}]/gu, "")
    .replace(/ +/g, " ")
    .trim();
}

export interface TextLine {
  /** From {@link lineOf}. */
  readonly text: string;
  /** Its top left corner and the pixels that it may take. */
  readonly top: number;
  readonly left: number;
  readonly width: number;
  /** Pixels an em. */
  readonly size: number;
}

/** Draws a line in black into a picture [3, H, W], in place. A line that is too long is cut and ends in "…". */
export function drawText(picture: Tensor, typeface: Typeface, line: TextLine): void {
  const { top, left, width, size } = line;
  const glyphs = fitting(typeface, line);
  // A letter may lean over its neighbours, and over the edge of the line.
  const margin = Math.ceil(size);
  const page = new Rasterizer(Math.ceil(width) + 2 * margin, lineHeight(size));
  let pen = margin;
  for (const glyph of glyphs) {
    page.add(glyph, pen, Math.ceil(ascent * size), size);
    pen += (glyph.advance * size) / unitsPerEm;
  }
  const [, high = 0, wide = 0] = picture.shape;
  const covered = page.coverage();
  for (let y = 0; y < covered.height && top + y < high; y++) {
    for (let x = 0; x < width && left + x < wide; x++) {
      const share = covered.data[y * covered.width + margin + x]!;
      if (share === 0) continue;
      for (let c = 0; c < 3; c++) {
        const at = (c * high + top + y) * wide + left + x;
        picture.data[at] = picture.data[at]! * (1 - share) - share;
      }
    }
  }
}

/** The letters of a line that fit into its width, with "…" for the rest. Empty if not even "…" fits. */
function fitting(typeface: Typeface, { text, width, size }: TextLine): Glyph[] {
  const room = (width * unitsPerEm) / size;
  const letters = [...text];
  const glyphs = letters.map((letter) => glyphOf(typeface, letter));
  if (sum(glyphs) <= room) return glyphs;
  const dots = glyphOf(typeface, "…");
  let kept = 0;
  for (let used = dots.advance; kept < glyphs.length; kept++) {
    used += glyphs[kept]!.advance;
    if (used > room) break;
  }
  // A letter is not cut from its marks, and dots do not follow a blank.
  while (kept > 0 && (letters[kept - 1] === " " || /\p{M}/u.test(letters[kept]!))) kept--;
  return dots.advance > room ? [] : [...glyphs.slice(0, kept), dots];
}

const sum = (glyphs: readonly Glyph[]) => glyphs.reduce((total, { advance }) => total + advance, 0);

const glyphOf = (typeface: Typeface, letter: string): Glyph =>
  typeface.get(letter.codePointAt(0)!) ?? missingGlyph;
