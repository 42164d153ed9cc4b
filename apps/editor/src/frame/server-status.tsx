import { setModel } from "@unclip/graph";
import { useEffect } from "react";
import { edit, useDoc } from "../document/doc-store.ts";
import { PlaceSwitch } from "../run/place-switch.tsx";
import { refreshHealth, useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";

const healthPause = 15_000;

/** Which model computes, where, and how busy that place is. */
export function ServerStatus() {
  const words = useWords();
  const model = useDoc((state) => state.graph.model);
  const models = useServer((state) => state.models);
  useEffect(() => {
    const timer = setInterval(() => void refreshHealth(), healthPause);
    return () => clearInterval(timer);
  }, []);
  const known = models.find(({ id }) => id === model);
  const missing = known === undefined && models.length > 0;
  const ids = known ? models.map(({ id }) => id) : [model, ...models.map(({ id }) => id)];
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
      <PlaceSwitch />
    </>
  );
}
