/**
 * Converts numbers, lists of numbers and tables to tables.
 */
import { type Batch, NodeError } from "@unclip/engine";
import { labelAt } from "../items/labels.ts";
import type { Table } from "../kinds/values.ts";

export type Figures = number | readonly number[] | Table;

/**
 * A batch as a table. Numbers become a column with a row per item, lists become rows, and the rows of several tables
 * are concatenated.
 */
export function tableOf(batch: Batch<Figures>, heading: string): Table {
  const tables = batch.items.map((item, i) => {
    const label = labelAt(batch, i, "");
    if (typeof item === "number")
      return { columns: [heading], rows: [{ label: batch.labels?.[i] ?? `${i + 1}`, values: [item] }] };
    if (isList(item)) return { columns: item.map((_, k) => `${k + 1}`), rows: [{ label, values: item }] };
    if (batch.items.length === 1) return item;
    return { ...item, rows: item.rows.map((row) => ({ ...row, label: `${label} · ${row.label}` })) };
  });
  const [first, ...rest] = tables;
  if (!first) throw new NodeError("table_empty", "Found no numbers, expected at least one. Connect some.");
  const odd = rest.find((table) => table.columns.length !== first.columns.length);
  if (odd) {
    const found = `${first.columns.length} and ${odd.columns.length} columns`;
    throw new NodeError(
      "table_shape",
      `Found rows of ${found}, expected as many in each. Connect them to two inputs.`,
    );
  }
  return { ...first, rows: tables.flatMap((table) => table.rows) };
}

/** Joins tables side by side. All must have the same number of rows; the first table gives the labels. */
export function beside(tables: readonly { readonly heading: string; readonly table: Table }[]): Table {
  const rows = tables[0]?.table.rows ?? [];
  const odd = tables.find(({ table }) => table.rows.length !== rows.length);
  if (odd) {
    const found = `tables of ${rows.length} and ${odd.table.rows.length} rows`;
    throw new NodeError(
      "table_shape",
      `Found ${found}, expected as many rows in each. Connect them to two nodes.`,
    );
  }
  const notes = tables.flatMap(({ table: { note } }) => (note === undefined ? [] : [note]));
  return {
    columns: tables.flatMap(({ heading, table }) =>
      table.columns.length === 1
        ? [heading || table.columns[0]!]
        : table.columns.map((c) => `${heading} ${c}`.trim()),
    ),
    rows: rows.map(({ label }, i) => ({
      label,
      values: tables.flatMap(({ table }) => table.rows[i]!.values),
    })),
    ...(notes.length === 0 ? {} : { note: [...new Set(notes)].join(" ") }),
  };
}

function isList(item: Figures): item is readonly number[] {
  return Array.isArray(item);
}
