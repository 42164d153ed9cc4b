import type { RunRecord } from "@unclip/protocol";
import { Square, Trash2 } from "lucide-react";
import { useEffect } from "react";
import { local } from "../browser-runner/local.ts";
import { useRun } from "../run/run-store.ts";
import { cancel } from "../run/runner.ts";
import { getRuns, removeRun } from "../server/api.ts";
import { ApiError } from "../server/api-error.ts";
import { useServer } from "../server/server-store.ts";
import { say } from "../view/notice.ts";
import { useSettings } from "../view/settings.ts";
import { useWords } from "../words/words.ts";
import { openRun } from "./open-run.ts";
import css from "./panel.module.css";
import { StoredSection } from "./stored-section.tsx";

/**
 * Runs of this server, newest first; each opens with the graph that made it, is cancelled until it has ended, and is
 * removed after that. Below, what the person stores.
 */
export function RunsPanel() {
  const words = useWords();
  const runs = useServer((state) => state.runs);
  const shown = useRun((state) => state.id);
  const language = useSettings((state) => state.language);
  useEffect(() => {
    getRuns().then(
      (list) => useServer.setState({ runs: list }),
      // Away: what was seen before stays listed.
      () => {},
    );
  }, []);
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <div className={css.panelBody}>
      {runs.length === 0 ? <p className={css.quiet}>{words.noRuns}</p> : null}
      <ul>
        {runs.map((record) => (
          <li key={record.id} className={css.runItem}>
            <button
              type="button"
              className={css.card}
              aria-current={record.id === shown}
              title={words.openRun}
              onClick={() => void openRun(record)}
            >
              <b>{record.title}</b>
              <span className={css.runLine} data-status={record.status}>
                {time.format(new Date(record.createdAt))} · {words.runStatus[record.status]}
                {record.status === "queued" ? ` · ${words.ahead(record.ahead)}` : ""}
              </span>
            </button>
            {record.status === "queued" || record.status === "running" ? (
              <button
                type="button"
                className={css.cancelRun}
                aria-label={`${words.cancel}: ${record.title}, ${time.format(new Date(record.createdAt))}`}
                title={words.cancel}
                onClick={() => void cancel(record.id)}
              >
                <Square size={12} strokeWidth={2} />
              </button>
            ) : local.get(record.id) ? null : (
              <button
                type="button"
                className={css.cancelRun}
                aria-label={`${words.removeRun}: ${record.title}, ${time.format(new Date(record.createdAt))}`}
                title={words.removeRunAbout}
                onClick={() => void remove(record)}
              >
                <Trash2 size={13} strokeWidth={2} />
              </button>
            )}
          </li>
        ))}
      </ul>
      <StoredSection changed={runs} />
    </div>
  );
}

async function remove({ id }: RunRecord): Promise<void> {
  try {
    await removeRun(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Removed in another tab.
    if (error.problem?.status !== 404) return say({ tone: "error", text: error.message });
  }
  useServer.setState(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) }));
}
