import type { OutputSummary } from "@unclip/engine";
import { readEmbedding, readPlot, readTable } from "../run/facts.ts";
import { EmbeddingView } from "./embedding-view.tsx";
import { MapView } from "./map-view.tsx";
import { TableView } from "./table-view.tsx";
import css from "./viewer.module.css";

/** Values that are not pictures: plots and tables drawn, anything else one line an item. `node` made them here. */
export function ValueView({ output, node }: { output: OutputSummary; node?: string | undefined }) {
  return (
    <div className={css.values}>
      {output.items.map(({ facts, text }, i) => {
        const plot = readPlot(facts);
        const table = plot ? undefined : readTable(facts);
        const embedding = plot || table ? undefined : readEmbedding(facts);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a batch have no identity but their place
          <div key={i} className={css.value}>
            {output.labels?.[i] ? <b>{output.labels[i]}</b> : null}
            {plot ? (
              <MapView plot={plot} node={node} />
            ) : table ? (
              <TableView {...table} />
            ) : embedding ? (
              <EmbeddingView facts={embedding} text={text} />
            ) : (
              <span>{text}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}
