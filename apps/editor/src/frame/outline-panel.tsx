import { useMemo } from "react";
import { fitCanvas } from "../canvas/viewport.ts";
import { useDoc } from "../document/doc-store.ts";
import { nodeTypeOf } from "../document/port-kinds.ts";
import { readingOrder } from "../document/reading-order.ts";
import { useServer } from "../server/server-store.ts";
import { onPhone } from "../view/phone.ts";
import { select, setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

/** The graph as a list, each node after what feeds it: for the keyboard, a screen reader or a small screen. */
export function OutlinePanel() {
  const words = useWords();
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const selection = useView((state) => state.selection);
  const order = useMemo(() => readingOrder(graph), [graph]);
  return (
    <div className={css.panelBody}>
      <ol>
        {order.map((id) => {
          const node = graph.nodes[id];
          if (!node) return null;
          const inputs = Object.entries(node.inputs ?? {});
          return (
            <li key={id}>
              <button
                type="button"
                className={css.card}
                aria-current={selection.has(id)}
                onClick={() => {
                  select([id]);
                  // A phone has no room for list and canvas: there a node is edited in the inspector.
                  if (onPhone()) setView({ left: undefined, inspector: true });
                  fitCanvas([id]);
                }}
              >
                <b>{id}</b>
                <span>{nodeTypeOf(graph, vocabulary, node.type)?.title ?? words.unknownType(node.type)}</span>
                {inputs.length > 0 ? (
                  <span>{inputs.map(([port, ref]) => `${port} ← ${ref}`).join(", ")}</span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
