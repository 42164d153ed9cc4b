import { useForecast } from "../run/forecast-store.ts";
import { useRun } from "../run/run-store.ts";
import { duration } from "../words/time.ts";
import { useWords } from "../words/words.ts";
import css from "./bar.module.css";
import { useObstacle } from "./obstacle.ts";

/** Between the word and the nodes that failed. */
const failedMark = " · ";

/** What a run does, did, or would find in the cache; or why there can be none. */
export function RunSummary() {
  const words = useWords();
  const obstacle = useObstacle();
  const phase = useRun((state) => state.phase);
  const ahead = useRun((state) => state.ahead);
  const failed = useRun((state) => state.failed);
  const totals = useRun((state) => state.totals);
  const compute = useForecast((state) => state.compute.size);
  const cached = useForecast((state) => state.cached.size);
  const stuck = obstacle !== undefined && obstacle !== words.nothingToRun && phase !== "running";
  // That the server is away is a state, which passes; nothing of the graph is wrong.
  const away = stuck && obstacle === words.serverNeeded;
  const tone = away ? "warning" : stuck || phase === "failed" ? "danger" : undefined;
  let text = "";
  if (phase === "queued") text = `${words.phase.queued}, ${words.ahead(ahead)}`;
  else if (phase === "running") text = words.phase.running;
  else if (obstacle !== undefined) text = obstacle;
  else if (totals && compute === 0) {
    text = `${words.phase[phase]}: ${words.ranIn(totals.computed, totals.cached, duration(totals.milliseconds))}`;
  } else if (phase === "failed") text = [words.phase.failed, ...failed].join(failedMark);
  else if (phase === "cancelled") text = words.phase.cancelled;
  else if (cached > 0) text = compute === 0 ? words.allCached(cached) : words.cachedCount(cached);
  return (
    <output className={css.runSummary} title={text} data-tone={tone}>
      {text}
    </output>
  );
}
