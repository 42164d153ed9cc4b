import { useEffect } from "react";
import panel from "../frame/panel.module.css";
import { useRun } from "../run/run-store.ts";
import { assetUrl } from "../server/api.ts";
import { CalmImage } from "../viewer/calm-image.tsx";
import { useWords } from "../words/words.ts";
import css from "./gallery.module.css";
import { refreshGallery, useGallery } from "./gallery-store.ts";
import { PictureDetails } from "./picture-details.tsx";
import { useMoment } from "./use-moment.ts";

/** Pictures of past runs, newest first; the chosen one with where it came from. */
export function GalleryPanel() {
  const words = useWords();
  const moment = useMoment();
  const phase = useRun((state) => state.phase);
  const { entries, chosen, kept } = useGallery();
  // Again when a run ends: it may have brought pictures.
  const ended = phase === "done" || phase === "failed";
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` is when to look again
  useEffect(() => void refreshGallery(), [ended]);
  return (
    <>
      <div className={panel.panelBody}>
        {entries?.length === 0 ? <p className={panel.quiet}>{words.noPictures}</p> : null}
        {entries?.map(({ run, pictures }) => (
          <section key={run.id}>
            <h3 className={css.run}>
              <span>{run.title}</span>
              <time dateTime={run.createdAt}>{moment(run.createdAt)}</time>
            </h3>
            <div className={css.thumbnails}>
              {pictures.map((picture) => (
                <button
                  key={picture.asset}
                  type="button"
                  title={`${picture.node}: ${picture.label}`}
                  aria-label={words.lookAtPicture(picture.node, run.title)}
                  aria-pressed={chosen?.run.id === run.id && chosen.picture.asset === picture.asset}
                  data-kept={(kept?.run.id === run.id && kept.picture.asset === picture.asset) || undefined}
                  onClick={() => useGallery.setState({ chosen: { run, picture } })}
                >
                  <CalmImage
                    src={assetUrl(picture.asset)}
                    alt=""
                    loading="lazy"
                    draggable={false}
                    // Pictures of old runs may have been cleared away to make room.
                    onError={(event) => {
                      event.currentTarget.closest("button")?.setAttribute("hidden", "");
                    }}
                  />
                </button>
              ))}
            </div>
          </section>
        ))}
      </div>
      {chosen ? <PictureDetails chosen={chosen} kept={kept} /> : null}
    </>
  );
}
