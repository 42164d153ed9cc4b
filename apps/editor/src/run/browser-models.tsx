import { useEffect } from "react";
import { type Amount, local, useLocal } from "../browser-runner/local.ts";
import { useServer } from "../server/server-store.ts";
import { useWords } from "../words/words.ts";
import css from "./place-switch.module.css";

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** What of each model and of the person's pictures is stored in this browser; models can be downloaded ahead, and all be removed. */
export function BrowserModels() {
  const words = useWords();
  const models = useServer((state) => state.models);
  const download = useLocal((state) => state.download);
  const stored = useLocal((state) => state.packs);
  const lasting = useLocal((state) => state.backend?.lasting ?? true);
  const ids = models.map(({ id }) => id).join(" ");
  // Looked at again when a download ends.
  const under = download?.what;
  useEffect(() => {
    for (const id of under === undefined && ids ? ids.split(" ") : []) void local.storage("look", id);
    void local.storedPictures("look-at-pictures");
  }, [ids, under]);
  return (
    <section aria-label={words.storedModels}>
      <h2>{words.storedModels}</h2>
      {lasting ? null : <p>{words.notLasting}</p>}
      {models.map(({ id, title }) => (
        <Model
          key={id}
          id={id}
          title={title}
          stored={stored[id]}
          under={under === id ? download : undefined}
        />
      ))}
      <Pictures />
    </section>
  );
}

function Model(props: {
  readonly id: string;
  readonly title: string;
  readonly stored: Amount | string | undefined;
  readonly under: Amount | undefined;
}) {
  const words = useWords();
  const { id, title, under } = props;
  if (typeof props.stored === "string") return <p role="alert">{props.stored}</p>;
  const stored = under ?? props.stored;
  const whole = stored?.of !== undefined && stored.bytes >= stored.of;
  const text = stored && words.storedOf(megabytes(stored.bytes), megabytes(stored.of ?? 0));
  return (
    <>
      <div className={css.row}>
        <span>
          {title}: {text ?? "…"}
        </span>
        {stored === undefined || under ? null : whole ? (
          <EvictButton id={id} title={title} />
        ) : (
          <span>
            {stored.bytes > 0 ? <EvictButton id={id} title={title} /> : null}{" "}
            <button
              type="button"
              aria-label={`${words.downloadModel}: ${title}`}
              onClick={() => void local.storage("download", id)}
            >
              {words.downloadModel}
            </button>
          </span>
        )}
      </div>
      {under ? <progress aria-label={text} value={under.bytes} max={under.of ?? 1} /> : null}
    </>
  );
}

function Pictures() {
  const words = useWords();
  const bytes = useLocal((state) => state.pictures);
  if (!bytes) return null;
  return (
    <div className={css.row}>
      <span>{words.storedPictures(megabytes(bytes))}</span>
      <button
        type="button"
        aria-label={words.evictPictures}
        title={words.evictPicturesAbout}
        onClick={() => void local.storedPictures("evict-pictures")}
      >
        {words.evictModel}
      </button>
    </div>
  );
}

function EvictButton({ id, title }: { readonly id: string; readonly title: string }) {
  const words = useWords();
  return (
    <button
      type="button"
      aria-label={`${words.evictModel}: ${title}`}
      title={words.evictAbout}
      onClick={() => void local.storage("evict", id)}
    >
      {words.evictModel}
    </button>
  );
}
