import type { Batch } from "@unclip/engine";

/** What to call item i of a batch: its label, itself if it is short text or a number, else a name and its number. */
export function labelAt({ items, labels }: Batch, i: number, name: string): string {
  const item = items[i];
  const label = labels?.[i];
  if (label !== undefined) return label;
  if (typeof item === "number") return String(Number(item.toPrecision(4)));
  return typeof item === "string" && item.length <= 40 ? item : `${name}${i + 1}`;
}

/** Lines without white space around them (a carriage return, for one), and without empty ones, as the editor keeps them. */
export function writtenLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
