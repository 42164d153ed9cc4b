/** Live mode: after every edit that changes what a run would compute, the graph runs again. */
import { useDoc } from "../document/doc-store.ts";
import { checkNow, useProblems } from "../document/problem-store.ts";
import { useServer } from "../server/server-store.ts";
import { forecast } from "./forecast.ts";
import { needsServer } from "./place.ts";
import { useRun } from "./run-store.ts";
import { cancel, isRunning, run, useRunner } from "./runner.ts";

/**
 * A run younger than this is let finish before the next begins, so that a dragged slider shows pictures all the way;
 * an older one is cancelled, so that a slow graph follows the newest values.
 */
const patience = 600;

/** Runs after edits while live mode is on. */
export function watchLive(): void {
  let behind = false;
  let began = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const step = () => {
    clearTimeout(timer);
    if (!behind || !useRunner.getState().live || useRunner.getState().starting) return;
    if (isRunning()) {
      const left = began + patience - Date.now();
      if (left <= 0) void cancel();
      else timer = setTimeout(step, left);
      return;
    }
    behind = false;
    if (!worthRunning()) return;
    began = Date.now();
    void run();
  };

  useDoc.subscribe((now, before) => {
    if (now.graph === before.graph || now.opened !== before.opened || !useRunner.getState().live) return;
    behind = true;
    step();
  });
  useRun.subscribe((now, before) => {
    if (now.phase !== before.phase) step();
  });
  useRunner.subscribe((now, before) => {
    if (now.starting !== before.starting) step();
  });
}

/** Whether a run would compute anything and can be asked for. */
function worthRunning(): boolean {
  const { presence, vocabulary } = useServer.getState();
  if (presence !== "online" && needsServer()) return false;
  checkNow();
  if (useProblems.getState().errors.length > 0) return false;
  return forecast(useDoc.getState().graph, vocabulary, useRun.getState().finished).compute.size > 0;
}
