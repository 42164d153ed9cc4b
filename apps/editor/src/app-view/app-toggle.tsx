import { portRef, setApp } from "@unclip/graph";
import { AppWindow } from "lucide-react";
import { edit, useDoc } from "../document/doc-store.ts";
import css from "../frame/panel.module.css";
import { useWords } from "../words/words.ts";
import { toggled } from "./app-form.ts";

interface Props {
  readonly node: string;
  readonly port: string;
  readonly list: "params" | "outputs";
}

/** Whether a param or an output is in the app view of the graph. Parts have none. */
export function AppToggle({ node, port, list }: Props) {
  const words = useWords();
  const atTop = useDoc((state) => state.path === "");
  const ref = portRef(node, port);
  const shown = useDoc((state) => state.graph.app?.[list].includes(ref) === true);
  if (!atTop) return null;
  const label = shown ? words.outOfApp : words.intoApp;
  return (
    <button
      type="button"
      className={css.tiny}
      aria-label={`${words.intoApp}: ${ref}`}
      aria-pressed={shown}
      title={label}
      onClick={() =>
        edit((graph) => setApp(graph, toggled(graph.app ?? { params: [], outputs: [] }, list, ref)))
      }
    >
      <AppWindow size={12} strokeWidth={1.5} />
    </button>
  );
}
