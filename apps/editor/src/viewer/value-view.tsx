import type { OutputSummary } from "@unclip/engine";
import { readEmbedding, readPlot, readTable } from "../run/facts.ts";
import { useWords } from "../words/words.ts";
import { BatchTools } from "./batch-tools.tsx";
import { EmbeddingView } from "./embedding-view.tsx";
import { MapView } from "./map-view.tsx";
import { TableView } from "./table-view.tsx";
import css from "./viewer.module.css";

interface Props {
  readonly output: OutputSummary;
  /** The node that made them here, and by which port; none in the app view, which changes no graph. */
  readonly node?: string;
  readonly port?: string;
}

/** Values that are not pictures: plots and tables drawn, anything else one line an item. */
export function ValueView({ output, node, port }: Props) {
  const words = useWords();
  const embeddings = output.items.every(({ facts }) => readEmbedding(facts) !== undefined);
  return (
    <div className={css.values}>
      {embeddings && output.items.length > 1 && node !== undefined && port !== undefined ? (
        <BatchTools node={node} port={port} />
      ) : null}
      {output.items.map(({ facts, text }, i) => {
        const line = words.value(output.kind, text);
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
              <EmbeddingView facts={embedding} text={line} />
            ) : (
              <span>{line}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}
