import { portRef, setApp } from "@unclip/graph";
import { AppWindow } from "lucide-react";
import { edit, useDoc } from "../document/doc-store.ts";
import css from "../frame/panel.module.css";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import { formOf, toggled } from "./app-form.ts";

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
  const vocabulary = useServer((state) => state.vocabulary);
  const shown = useDoc((state) => formOf(state.graph, vocabulary)[list].includes(ref));
  if (!atTop) return null;
  const label = shown ? words.outOfApp : words.intoApp;
  return (
    <button
      type="button"
      className={css.tiny}
      aria-label={`${words.intoApp}: ${ref}`}
      aria-pressed={shown}
      title={label}
      onClick={() => edit((graph) => setApp(graph, toggled(formOf(graph, vocabulary), list, ref)))}
    >
      <AppWindow size={12} strokeWidth={1.5} />
    </button>
  );
}
