import type { OutputSummary } from "@unclip/engine";
import { readPlot, readTable } from "../run/facts.ts";
import { PlotView } from "./plot-view.tsx";
import { TableView } from "./table-view.tsx";
import css from "./viewer.module.css";

/** Values that are not pictures: plots and tables drawn, anything else one line an item. */
export function ValueView({ output }: { output: OutputSummary }) {
  return (
    <div className={css.values}>
      {output.items.map(({ facts, text }, i) => {
        const plot = readPlot(facts);
        const table = plot ? undefined : readTable(facts);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a batch have no identity but their place
          <div key={i} className={css.value}>
            {output.labels?.[i] ? <b>{output.labels[i]}</b> : null}
            {plot ? (
              <div className={css.plot}>
                <PlotView plot={plot} width={720} height={420} />
              </div>
            ) : table ? (
              <TableView {...table} />
            ) : (
              <span>{text}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}
