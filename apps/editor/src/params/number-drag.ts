/** The arithmetic of dragging a number: how far a value moves, and what it may land on. */
import { decimal } from "@unclip/engine";

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const pixelsPerIncrement = 3;

/**
 * The value after dragging `pixels` to the right from `start`. The speed follows the size of the value, a tenth of its
 * leading digit for every three pixels; `fine` is a tenth of that, `coarse` ten times.
 */
export function dragValue(
  start: number,
  pixels: number,
  range: NumberRange,
  pace: "normal" | "fine" | "coarse" = "normal",
): number {
  const ratio = Math.max(Math.abs(start), range.step * 10) / range.step;
  const decade = 10 ** Math.max(0, Math.floor(Math.log10(ratio)) - 1);
  const factor = pace === "fine" ? 0.1 : pace === "coarse" ? 10 : 1;
  const increments = Math.trunc(pixels / pixelsPerIncrement);
  return landOn(start + increments * decade * factor * range.step, range);
}

/** The nearest multiple of the step within the limits. */
export function landOn(value: number, { min, max, step }: NumberRange): number {
  const stepped = Math.round(value / step) * step;
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  return Math.min(max, Math.max(min, Number(stepped.toFixed(Math.min(digits, 10)))));
}

/** Which of the words that may stand in place of a number a person typed, in whatever case. */
export function typedWord(text: string, words: readonly string[] = []): string | undefined {
  return words.find((word) => word === text.trim().toLowerCase());
}

/** What a person typed, within the limits; `undefined` when it is not a number. Steps do not bind typed values. */
export function typedValue(text: string, range: NumberRange, whole: boolean): number | undefined {
  const value = decimal(text.trim().replace(",", "."));
  if (value === undefined) return undefined;
  return Math.min(range.max, Math.max(range.min, whole ? Math.round(value) : value));
}
