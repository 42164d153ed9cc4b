import { setAbout } from "@unclip/graph";
import { X } from "lucide-react";
import { edit, useDoc } from "../document/doc-store.ts";
import app from "../frame/app.module.css";
import css from "../frame/panel.module.css";
import { selectedNodes, setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { NodeDetails } from "./node-details.tsx";

/** The selection, in full: params, ports, results, errors. With nothing selected, the graph itself. */
export function Inspector() {
  const words = useWords();
  const selection = useView((state) => state.selection);
  const [first, second] = selectedNodes(selection);
  return (
    <aside className={app.inspector} aria-label={words.inspector}>
      {first === undefined ? <GraphDetails /> : null}
      {first !== undefined && second === undefined ? <NodeDetails id={first} /> : null}
      <button
        type="button"
        className={css.closePanel}
        aria-label={`${words.close}: ${words.inspector}`}
        title={words.close}
        onClick={() => setView({ inspector: false })}
      >
        <X size={14} strokeWidth={1.5} />
      </button>
      {second === undefined ? null : <p className={css.quiet}>{words.manySelected(selection.size)}</p>}
    </aside>
  );
}

function GraphDetails() {
  const words = useWords();
  const about = useDoc((state) => state.graph.about ?? "");
  return (
    <>
      <h2 className={css.panelTitle}>{words.graphAbout}</h2>
      <div className={css.panelBody}>
        <textarea
          className={css.aboutField}
          aria-label={words.graphAbout}
          placeholder={words.noAbout}
          value={about}
          onChange={(event) => {
            const text = event.currentTarget.value;
            edit((graph) => setAbout(graph, text));
          }}
        />
        <p className={css.quiet}>{words.noSelection}</p>
      </div>
    </>
  );
}
