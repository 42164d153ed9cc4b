import type { Batch } from "@unclip/engine";

/** The display name of item i: its label, else the item if it is a short text or a number, else `name` and a number. */
export function labelAt({ items, labels }: Batch, i: number, name: string): string {
  const item = items[i];
  const label = labels?.[i];
  if (label !== undefined) return label;
  if (typeof item === "number") return String(Number(item.toPrecision(4)));
  return typeof item === "string" && item.length <= 40 ? item : `${name}${i + 1}`;
}

/** Trims lines (including carriage returns) and drops empty ones, as the editor does. */
export function writtenLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
