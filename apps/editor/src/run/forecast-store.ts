/** The forecast of the open document's next run, kept in step with edits and results. */
import { create } from "zustand";
import { useDoc } from "../document/doc-store.ts";
import { useServer } from "../server/server-store.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { useRun } from "./run-store.ts";

export const useForecast = create<Forecast>(() => ({ compute: new Set(), cached: new Set() }));

function look(): void {
  const next = forecast(useDoc.getState().graph, useServer.getState().vocabulary, useRun.getState().finished);
  const before = useForecast.getState();
  if (same(next.compute, before.compute) && same(next.cached, before.cached)) return;
  useForecast.setState(next);
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

/** Keeps the forecast from now on; a burst of changes is looked at once. */
export function watchForecast(): void {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      look();
    });
  };
  useDoc.subscribe((now, before) => {
    if (now.graph !== before.graph) soon();
  });
  useRun.subscribe((now, before) => {
    if (now.finished !== before.finished) soon();
  });
  useServer.subscribe((now, before) => {
    if (now.vocabulary !== before.vocabulary) soon();
  });
  soon();
}
