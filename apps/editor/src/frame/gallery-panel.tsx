import type { RunRecord } from "@unclip/protocol";
import { useEffect, useState } from "react";
import { picturesOf, type ResultPicture } from "../run/results.ts";
import { useRun } from "../run/run-store.ts";
import { assetUrl, getRunEvents, getRuns } from "../server/api.ts";
import { setView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { openRun } from "./open-run.ts";
import css from "./panel.module.css";

interface Entry {
  readonly run: RunRecord;
  readonly pictures: readonly ResultPicture[];
}

/** Runs whose pictures are shown. */
const depth = 30;

/** Pictures of past runs, newest first; each opens the graph that made it. */
export function GalleryPanel() {
  const words = useWords();
  const phase = useRun((state) => state.phase);
  const [entries, setEntries] = useState<readonly Entry[]>();
  // Again when a run ends: it may have brought pictures.
  const ended = phase === "done" || phase === "failed";
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` is when to look again
  useEffect(() => {
    let open = true;
    void readGallery((next) => open && setEntries(next));
    return () => {
      open = false;
    };
  }, [ended]);
  const shown = entries?.filter(({ pictures }) => pictures.length > 0);
  return (
    <div className={css.panelBody}>
      {shown?.length === 0 ? <p className={css.quiet}>{words.noPictures}</p> : null}
      {shown?.map(({ run, pictures }) => (
        <section key={run.id}>
          <h3 className={css.group}>{run.title}</h3>
          <div className={css.thumbnails}>
            {pictures.map(({ asset, label, node }) => (
              <button
                key={asset}
                type="button"
                title={`${node}: ${label}`}
                aria-label={words.openPicture(node, run.title)}
                onClick={() => {
                  void openRun(run, node);
                  setView({ drawer: true });
                }}
              >
                <img src={assetUrl(asset)} alt="" loading="lazy" draggable={false} />
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** Hands on what is known after each run's events have come. */
async function readGallery(show: (entries: readonly Entry[]) => void): Promise<void> {
  const entries: Entry[] = [];
  try {
    const runs = (await getRuns()).filter(({ status }) => status === "done" || status === "failed");
    for (const run of runs.slice(0, depth)) {
      entries.push({ run, pictures: picturesOf(await getRunEvents(run.id)) });
      show([...entries]);
    }
  } catch {
    // The server is away; what has come so far stays.
  }
  show([...entries]);
}
