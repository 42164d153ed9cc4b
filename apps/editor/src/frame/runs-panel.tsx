import { Square } from "lucide-react";
import { useEffect } from "react";
import { useRun } from "../run/run-store.ts";
import { cancel } from "../run/runner.ts";
import { getRuns } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { useSettings } from "../view/settings.ts";
import { useWords } from "../words/words.ts";
import { openRun } from "./open-run.ts";
import css from "./panel.module.css";

/** Runs of this server, newest first; each opens with the graph that made it, and is cancelled until it has ended. */
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
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
