/** Live mode: after every edit that changes what a run would compute, the graph runs again. */
import { useDoc } from "../document/doc-store.ts";
import { checkNow, useProblems } from "../document/problem-store.ts";
import { useServer } from "../server/server-store.ts";
import { forecast } from "./forecast.ts";
import { needsServer } from "./place.ts";
import { useRun } from "./run-store.ts";
import { cancel, isRunning, run, useRunner } from "./runner.ts";

/**
 * Milliseconds that a run has before a newer one replaces it, so that a dragged slider shows pictures all the way and a
 * slow graph follows the newest values. Once it has drawn a picture it gives way sooner: enlarging can wait for the end.
 */
const patience = { drawn: 120, otherwise: 600 };

/** Runs after edits while live mode is on. */
export function watchLive(): void {
  let behind = false;
  let began = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const step = () => {
    clearTimeout(timer);
    if (!behind || !useRunner.getState().live || useRunner.getState().starting) return;
    if (isRunning()) {
      const left = began + (hasDrawn() ? patience.drawn : patience.otherwise) - Date.now();
      if (left > 0) {
        timer = setTimeout(step, left);
        return;
      }
      // The next one is asked for at once and begins as soon as this one has let go.
      void cancel();
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
    if (now.phase !== before.phase || (behind && now.nodes !== before.nodes)) step();
  });
  useRunner.subscribe((now, before) => {
    if (now.starting !== before.starting) step();
  });
}

/** Whether the run under way has computed a picture. */
function hasDrawn(): boolean {
  const { phase, nodes, feet } = useRun.getState();
  // While it waits, nodes are as the run before it left them.
  if (phase !== "running") return false;
  return Object.entries(nodes).some(
    ([id, { status, cached }]) => status === "done" && !cached && feet[id]?.is === "pictures",
  );
}

/** Whether a run would compute anything and can be asked for. */
function worthRunning(): boolean {
  const { presence, vocabulary } = useServer.getState();
  if (presence !== "online" && needsServer()) return false;
  checkNow();
  if (useProblems.getState().errors.length > 0) return false;
  return forecast(useDoc.getState().graph, vocabulary, useRun.getState().finished).compute.size > 0;
}
