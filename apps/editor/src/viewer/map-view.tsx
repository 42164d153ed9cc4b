import { useMemo } from "react";
import { runCommand } from "../commands/commands.ts";
import { useDoc } from "../document/doc-store.ts";
import type { PlotFacts } from "../run/facts.ts";
import { useRun } from "../run/run-store.ts";
import { useRunner } from "../run/runner.ts";
import { shownOf } from "../run/shown.ts";
import { assetUrl } from "../server/api.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import { addFollower, followersOf, markOf, moveMark } from "./map-place.ts";
import css from "./map-view.module.css";
import { PlotView } from "./plot-view.tsx";
import { useRoom } from "./use-room.ts";

/** The least that a plot needs to be read, pixels. */
const [leastWidth, leastHeight] = [320, 220];

/** A plot, as large as there is room; where its node has a mark on it, one that can be dragged, with the picture of what lies there beside it. */
export function MapView({ plot, node }: { plot: PlotFacts; node: string | undefined }) {
  const words = useWords();
  const graph = useDoc((state) => state.here);
  const vocabulary = useServer((state) => state.vocabulary);
  const mark = useMemo(
    () => (node === undefined || plot.style !== "points" ? undefined : markOf(graph, vocabulary, node)),
    [graph, vocabulary, node, plot.style],
  );
  const [box, room] = useRoom<HTMLDivElement>();
  const place = node !== undefined &&
    mark && {
      ...mark,
      label: words.mark(node),
      onMove: (x: number, y: number, gesture: number) => moveMark(node, x, y, gesture),
    };
  return (
    <div className={css.map}>
      <div ref={box} className={css.plot}>
        {room ? (
          <PlotView
            plot={plot}
            width={Math.max(leastWidth, room.width)}
            height={Math.max(leastHeight, room.height)}
            mark={place || undefined}
          />
        ) : null}
      </div>
      {place ? <Follower node={node} output={place.output} /> : null}
    </div>
  );
}

/** What the nodes after the mark drew; or the offer to add them. */
function Follower({ node, output }: { node: string; output: string }) {
  const words = useWords();
  const path = useDoc((state) => state.path);
  const graph = useDoc((state) => state.here);
  const live = useRunner((state) => state.live);
  const followers = useMemo(() => followersOf(graph, node, output), [graph, node, output]);
  const shown = useRun((state) => {
    for (const id of followers) {
      const made = shownOf(state.nodes[path + id]);
      if (made?.is === "pictures") return made.assets[0];
    }
    return undefined;
  });
  return (
    <aside className={css.follower}>
      {followers.length === 0 ? (
        <button type="button" onClick={() => addFollower(node, output)}>
          {words.drawMark}
        </button>
      ) : (
        <>
          {shown ? <img src={assetUrl(shown)} alt={words.drawMark} draggable={false} /> : null}
          <button
            type="button"
            aria-pressed={live}
            title={words.liveAbout}
            onClick={() => runCommand("live")}
          >
            {words.liveMode}
          </button>
        </>
      )}
      <p>{words.markHint}</p>
    </aside>
  );
}
