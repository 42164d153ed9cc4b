import { Play, Repeat2, Square, StepForward } from "lucide-react";
import { runCommand } from "../commands/commands.ts";
import { spell } from "../commands/shortcut.ts";
import { useProblems } from "../document/problem-store.ts";
import { useForecast } from "../run/forecast-store.ts";
import { useRun } from "../run/run-store.ts";
import { useRunner } from "../run/runner.ts";
import { useServer } from "../server/server-store.ts";
import { selectedNodes, useView } from "../view/view-store.ts";
import { duration } from "../words/time.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";

/** Run and Cancel, with what a run would do, does or did. */
export function RunBar() {
  const words = useWords();
  const phase = useRun((state) => state.phase);
  const starting = useRunner((state) => state.starting);
  const live = useRunner((state) => state.live);
  const errors = useProblems((state) => state.errors.length);
  const presence = useServer((state) => state.presence);
  const anySelected = useView((state) => selectedNodes(state.selection).length > 0);
  const compute = useForecast((state) => state.compute.size);
  const cached = useForecast((state) => state.cached.size);
  const underWay = phase === "queued" || phase === "running";
  const reason =
    errors > 0
      ? words.mustFix(errors)
      : presence === "away" || presence === "locked"
        ? words.serverNeeded
        : compute + cached === 0
          ? words.nothingToRun
          : undefined;
  return (
    <div className={css.runBar}>
      {underWay ? (
        <button
          type="button"
          className={css.cancel}
          onClick={() => runCommand("cancel")}
          title={`${words.cancel} (${spell("Escape")})`}
        >
          <Square size={13} strokeWidth={2} />
          {words.cancel}
        </button>
      ) : (
        <button
          type="button"
          className={css.run}
          // Stays focusable, so that the reason can be read; a press shows the problems.
          aria-disabled={reason !== undefined || starting}
          title={reason ?? `${words.run} (${spell("Mod+Enter")})`}
          onClick={() => runCommand("run")}
        >
          <Play size={14} strokeWidth={2} />
          {compute > 0 ? words.runNodes(compute) : words.run}
        </button>
      )}
      <button
        type="button"
        className={css.iconButton}
        aria-label={words.runToSelection}
        title={`${words.runToSelection} (${spell("Mod+Shift+Enter")})`}
        disabled={!anySelected || errors > 0 || underWay}
        onClick={() => runCommand("run-to-selection")}
      >
        <StepForward size={16} strokeWidth={1.5} />
      </button>
      <button
        type="button"
        className={css.iconButton}
        aria-label={words.liveMode}
        aria-pressed={live}
        title={`${words.liveAbout} (${spell("L")})`}
        onClick={() => runCommand("live")}
      >
        <Repeat2 size={16} strokeWidth={1.5} />
      </button>
      <RunSummary reason={reason} cached={cached} compute={compute} />
    </div>
  );
}

function RunSummary({
  reason,
  cached,
  compute,
}: {
  reason: string | undefined;
  cached: number;
  compute: number;
}) {
  const words = useWords();
  const phase = useRun((state) => state.phase);
  const ahead = useRun((state) => state.ahead);
  const totals = useRun((state) => state.totals);
  let text = "";
  if (phase === "queued") text = `${words.phase.queued}, ${words.ahead(ahead)}`;
  else if (phase === "running") text = words.phase.running;
  else if (reason !== undefined) text = reason;
  else if (totals && compute === 0) {
    text = `${words.phase[phase]}: ${words.ranIn(totals.computed, totals.cached, duration(totals.milliseconds))}`;
  } else if (phase === "cancelled" || phase === "failed") text = words.phase[phase];
  else if (cached > 0) text = compute === 0 ? words.allCached(cached) : words.cachedCount(cached);
  return (
    <output
      className={css.runSummary}
      data-bad={(reason !== undefined && phase !== "running") || phase === "failed" || undefined}
    >
      {text}
    </output>
  );
}
