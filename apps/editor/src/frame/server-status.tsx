import { setModel } from "@unclip/graph";
import { useEffect } from "react";
import { edit, useDoc } from "../document/doc-store.ts";
import { refreshHealth, useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";

const healthPause = 15_000;
/** The static build has no server: its runs are carried out in the page. */
const inBrowser = import.meta.env.MODE === "static";

/** Which model computes, where, and how busy that place is. */
export function ServerStatus() {
  const words = useWords();
  const model = useDoc((state) => state.graph.model);
  const { presence, provider, models, queued, running } = useServer();
  useEffect(() => {
    const timer = setInterval(() => void refreshHealth(), healthPause);
    return () => clearInterval(timer);
  }, []);
  const known = models.find(({ id }) => id === model);
  const missing = known === undefined && models.length > 0;
  const ids = known ? models.map(({ id }) => id) : [model, ...models.map(({ id }) => id)];
  const state = {
    online: inBrowser ? words.thisBrowser : words.server,
    connecting: words.connecting,
    away: words.serverAway,
    locked: words.serverLocked,
  }[presence];
  return (
    <>
      <select
        className={css.model}
        aria-label={words.model}
        title={
          known?.problem
            ? words.modelUnusable(known.problem)
            : missing
              ? words.modelMissing(model)
              : (known?.about ?? words.model)
        }
        data-bad={known?.problem || missing ? "" : undefined}
        value={model}
        onChange={(event) => {
          const id = event.currentTarget.value;
          edit((graph) => setModel(graph, id));
        }}
      >
        {ids.map((id) => (
          <option key={id} value={id}>
            {models.find((candidate) => candidate.id === id)?.title ?? id}
          </option>
        ))}
      </select>
      <span className={css.presence} data-presence={presence} role="status" title={provider ?? undefined}>
        {state}
        {presence === "online" && provider ? ` · ${provider.split(" ")[0]}` : ""}
        {presence === "online" && queued + running > 0 ? ` · ${words.queueDepth(running, queued)}` : ""}
      </span>
    </>
  );
}
