import { useMemo } from "react";
import { useDoc } from "../document/doc-store.ts";
import { useWords } from "../words/words.ts";
import { lookAtBatch, looksAt } from "./batch-look.ts";
import css from "./embedding-view.module.css";

/** Above a batch of embeddings: its items against each other, and all of them on a map. */
export function BatchTools({ node, port }: { readonly node: string; readonly port: string }) {
  const words = useWords();
  const graph = useDoc((state) => state.here);
  const looks = useMemo(() => looksAt(graph, node, port), [graph, node, port]);
  return (
    <p className={css.batch}>
      {looks.map((look) => (
        <button
          key={look.type.type}
          type="button"
          title={words.lookTogetherAbout(look.type.title)}
          onClick={() => lookAtBatch(node, port, look)}
        >
          {words.lookTogether(look.type.title)}
        </button>
      ))}
    </p>
  );
}
