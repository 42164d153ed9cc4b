/**
 * Rows: inputs of a network other than x and t, one row per item.
 */
import type { Feed } from "@unclip/host";
import { concatBatch, sliceBatch, type Tensor } from "@unclip/tensor";

/** [B, ...] floats, or [B, L] booleans as B lists. */
export type Rows = Tensor | readonly (readonly boolean[])[];

/** Rows `from` up to `to`. */
export function sliceRows(rows: Rows, from: number, to: number): Rows {
  return isTensor(rows) ? sliceBatch(rows, from, to) : rows.slice(from, to);
}

/** First the rows of a, then those of b. */
export function concatRows(a: Rows, b: Rows): Rows {
  if (isTensor(a) && isTensor(b)) return concatBatch([a, b]);
  return [...(a as readonly (readonly boolean[])[]), ...(b as readonly (readonly boolean[])[])];
}

/** Rows as a feed. A mask becomes int64 if the network expects integers, as Hugging Face's text encoders do. */
export function feedRows(rows: Rows, type: string): Feed {
  if (isTensor(rows)) return rows;
  const data = rows.flat();
  const shape = [rows.length, rows[0]?.length ?? 0];
  return type === "int64" ? { type, data: data.map(Number), shape } : { type: "bool", data, shape };
}

function isTensor(rows: Rows): rows is Tensor {
  return "data" in rows;
}

/** A value n times. */
export function repeated<T>(value: T, n: number): T[] {
  return new Array<T>(n).fill(value);
}
