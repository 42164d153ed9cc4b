import type { TableFacts } from "../run/facts.ts";
import css from "./viewer.module.css";

/** A table of numbers, each cell tinted by where it stands between the least and the greatest. */
export function TableView({ columns, rows, values }: TableFacts) {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const whole = values.every(Number.isInteger);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <td />
          {columns.map((column, c) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            <th key={c} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have one name
          <tr key={r}>
            <th scope="row">{row}</th>
            {columns.map((_, c) => {
              const value = values[r * columns.length + c] ?? 0;
              const tint = `${Math.round(((value - least) / span) * 45)}%`;
              return (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={c}
                  style={{ background: `color-mix(in srgb, var(--kind-embedding) ${tint}, transparent)` }}
                >
                  {whole ? value : value.toFixed(3)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
