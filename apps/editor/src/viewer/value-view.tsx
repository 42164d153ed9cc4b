import type { OutputSummary } from "@unclip/engine";
import { assetUrl } from "../server/api.ts";
import css from "./viewer.module.css";

/** Values that are not pictures: one line an item, tables as tables. */
export function ValueView({ output }: { output: OutputSummary }) {
  return (
    <div className={css.values}>
      {output.items.map((item, i) => {
        const table = readTable(item.facts);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a batch have no identity but their place
          <div key={i} className={css.value}>
            {output.labels?.[i] ? <b>{output.labels[i]}</b> : null}
            {item.asset?.type.startsWith("image/") ? (
              <img src={assetUrl(item.asset.id)} alt={item.text} />
            ) : null}
            {table ? <TableView {...table} /> : <span>{item.text}</span>}
          </div>
        );
      })}
    </div>
  );
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly values: readonly number[];
}

type Facts = OutputSummary["items"][number]["facts"];

/** A table among the facts: names of columns and rows, and numbers row after row. */
function readTable(facts: Facts): Table | undefined {
  const { columns, rows, values } = facts ?? {};
  if (!Array.isArray(columns) || !Array.isArray(rows) || !Array.isArray(values)) return undefined;
  if (values.length !== columns.length * rows.length) return undefined;
  return { columns: columns.map(String), rows: rows.map(String), values: values.map(Number) };
}

/** A table of numbers, each cell tinted by where it stands between the least and the greatest. */
function TableView({ columns, rows, values }: Table) {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {columns.map((column, c) => {
              const value = values[r * columns.length + c] ?? 0;
              const tint = `${Math.round(((value - least) / span) * 45)}%`;
              return (
                <td
                  key={column}
                  style={{ background: `color-mix(in srgb, var(--kind-embedding) ${tint}, transparent)` }}
                >
                  {value.toFixed(3)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
