import type { RunRecord } from "@unclip/protocol";
import { useEffect } from "react";
import { openText } from "../document/open.ts";
import { useRun } from "../run/run-store.ts";
import { resume } from "../run/runner.ts";
import { ApiError, getRunGraph, getRuns } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { say } from "../view/notice.ts";
import { useSettings } from "../view/settings.ts";
import { useWords } from "../words/words.ts";
import css from "./panel.module.css";

/** Runs of this server, newest first; each opens with the graph that made it. */
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
          <li key={record.id}>
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
          </li>
        ))}
      </ul>
    </div>
  );
}

async function openRun({ id, title }: RunRecord): Promise<void> {
  try {
    if (openText(title, await getRunGraph(id))) resume(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say({ tone: "error", text: error.message });
  }
}
