/** Starting, following and cancelling runs of the open document, on the server or in this browser. */
import type { RunRecord } from "@unclip/protocol";
import { create } from "zustand";
import { edit, useDoc } from "../document/doc-store.ts";
import { checkNow, useProblems } from "../document/problem-store.ts";
import { drawSeeds } from "../params/seeds.ts";
import { ApiError, cancelRun, startRun } from "../server/api.ts";
import { connectLive } from "../server/live.ts";
import type { Live } from "../server/live-connection.ts";
import { noteRun, refreshHealth, refreshPresence, refreshServer, useServer } from "../server/server-store.ts";
import { say } from "../view/notice.ts";
import { setView } from "../view/view-store.ts";
import { words } from "../words/words.ts";
import { fingerprints, runNodes } from "./fingerprint.ts";
import { sinks } from "./forecast.ts";
import { needsServer } from "./place.ts";
import { receiveEvents, showRun, useRun } from "./run-store.ts";
import { sendFiles } from "./send-files.ts";

interface RunnerState {
  /** Run again after every edit. */
  readonly live: boolean;
  /** A start is on its way to the server. */
  readonly starting: boolean;
}

export const useRunner = create<RunnerState>(() => ({ live: false, starting: false }));

let connection: Live | undefined;

/** Whether a run is under way. */
export function isRunning(): boolean {
  const { phase } = useRun.getState();
  return phase === "queued" || phase === "running";
}

/** Runs the graph, or up to `targets`, in live mode without pictures of the steps. Does nothing, and says why, when it cannot run. */
export async function run(targets?: readonly string[]): Promise<void> {
  const { vocabulary, presence } = useServer.getState();
  if (useRunner.getState().starting) return;
  checkNow();
  if (useProblems.getState().errors.length > 0) {
    setView({ left: "problems" });
    return;
  }
  if (presence === "away" && needsServer()) return say({ tone: "warning", text: words().serverNeeded });
  if (targets === undefined && sinks(runNodes(useDoc.getState().graph, vocabulary)).length === 0) {
    return say({ tone: "error", text: words().nothingToRun });
  }
  // In live mode a new seed would be an edit, and every edit a run: seeds stay.
  if (!useRunner.getState().live) edit((graph) => drawSeeds(graph, vocabulary, words().newSeed));
  const { graph } = useDoc.getState();
  useRunner.setState({ starting: true });
  try {
    const live = useRunner.getState().live;
    const ready = needsServer() ? await sendFiles(graph, vocabulary) : graph;
    const id = await startRun({
      graph: ready,
      ...(targets && { targets }),
      ...(live && { previews: false }),
    });
    showRun(id, fingerprints(graph, vocabulary));
    // The server may have told of it before it answered.
    const told = useServer.getState().runs.find((record) => record.id === id);
    if (told?.status === "queued") useRun.setState({ ahead: told.ahead });
    follow(id, -1);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say({ tone: "error", text: error.message });
  } finally {
    useRunner.setState({ starting: false });
  }
}

/** Cancels a run, by default the one that is shown; takes effect between two model calls. */
export async function cancel(run?: string): Promise<void> {
  const id = run ?? (isRunning() ? useRun.getState().id : undefined);
  if (id === undefined) return;
  try {
    await cancelRun(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // It ended while this was on its way.
    if (error.problem?.status === 409) return;
    say({ tone: "error", text: error.message });
  }
}

/** Shows a run again from its first event, after a reload. */
export function resume(
  id: string,
  prints: ReadonlyMap<string, string> = fingerprints(
    useDoc.getState().graph,
    useServer.getState().vocabulary,
  ),
): void {
  showRun(id, prints);
  follow(id, -1);
}

function follow(id: string, after: number): void {
  void connection?.subscribe(id, after).then((refused) => {
    // A run that the server no longer knows (its data was removed) leaves nothing to show.
    if (refused !== undefined && useRun.getState().id === id)
      useRun.setState({ id: undefined, phase: "idle" });
  });
}

/** Connects to the server and stays connected. */
export function connectRunner(): void {
  connection = connectLive({
    connected: () => {
      useServer.setState({ presence: "online" });
      void refreshServer().catch(refreshPresence);
      const { id, seq, phase } = useRun.getState();
      if (id !== undefined && (seq < 0 || phase === "queued" || phase === "running")) follow(id, seq);
    },
    disconnected: () => void refreshPresence(),
    events: receiveEvents,
    run: noticeRun,
  });
}

function noticeRun(record: RunRecord): void {
  noteRun(record);
  void refreshHealth();
  const { id, phase } = useRun.getState();
  if (record.id !== id) return;
  if (record.status === "queued") useRun.setState({ ahead: record.ahead });
  // A node says itself why it failed; a run that could not begin has none to say it.
  if (record.status === "failed" && record.error)
    say({ tone: "error", text: words().runError(record.error) });
  // A run cancelled while it waited has no events of its own.
  if (record.status === "cancelled" && phase === "queued") useRun.setState({ phase: "cancelled" });
  if (record.status === "failed" && phase === "queued") useRun.setState({ phase: "failed" });
}
