import { Play, Repeat2, Square, StepForward } from "lucide-react";
import { runCommand } from "../commands/commands.ts";
import { spell } from "../commands/shortcut.ts";
import { useForecast } from "../run/forecast-store.ts";
import { useRun } from "../run/run-store.ts";
import { useRunner } from "../run/runner.ts";
import { selectedNodes, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";
import { useObstacle } from "./obstacle.ts";

/** Run and Cancel, run to the selection, and live mode. */
export function RunBar() {
  const words = useWords();
  const phase = useRun((state) => state.phase);
  const starting = useRunner((state) => state.starting);
  const live = useRunner((state) => state.live);
  const anySelected = useView((state) => selectedNodes(state.selection).length > 0);
  const compute = useForecast((state) => state.compute.size);
  const obstacle = useObstacle();
  const underWay = phase === "queued" || phase === "running";
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
          aria-disabled={obstacle !== undefined || starting}
          title={obstacle ?? `${words.run} (${spell("Mod+Enter")})`}
          onClick={() => runCommand("run")}
        >
          <Play size={14} strokeWidth={2} />
          {compute > 0 ? words.runNodes(compute) : words.run}
        </button>
      )}
      <button
        type="button"
        className={css.iconButton}
        data-wide
        aria-label={words.runToSelection}
        title={`${words.runToSelection} (${spell("Mod+Shift+Enter")})`}
        disabled={!anySelected || obstacle !== undefined || underWay}
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
    </div>
  );
}
