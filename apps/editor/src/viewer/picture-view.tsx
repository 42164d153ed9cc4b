import { useState } from "react";
import { assetUrl } from "../server/api.ts";
import { setView, useView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import { CompareView } from "./compare-view.tsx";
import type { Picture } from "./picture.ts";
import css from "./viewer.module.css";
import { ZoomedPicture } from "./zoomed-picture.tsx";

interface Props {
  readonly pictures: readonly Picture[];
  /** The node that made them. */
  readonly name: string;
}

/** One of a node's pictures, large, or beside one that was kept; a batch as a filmstrip. */
export function PictureView({ pictures, name }: Props) {
  const words = useWords();
  const [at, setAt] = useState(0);
  const kept = useView((state) => state.kept);
  const shown = pictures[Math.min(at, pictures.length - 1)];
  if (!shown) return null;
  const titled = { asset: shown.asset, label: `${name} ${shown.label}` };
  return (
    <>
      {kept && kept.asset !== shown.asset ? (
        <>
          <CompareView left={kept} right={titled} />
          <div className={css.tools}>
            <span className={css.caption}>{words.comparing}</span>
            <button type="button" onClick={() => setView({ kept: undefined })}>
              {words.stopComparing}
            </button>
          </div>
        </>
      ) : (
        <ZoomedPicture
          picture={shown}
          file={pictures.length > 1 ? `${name}-${at + 1}` : name}
          kept={kept !== undefined}
          onKeep={(keep) => setView({ kept: keep ? titled : undefined })}
        />
      )}
      {pictures.length > 1 ? <Filmstrip pictures={pictures} at={at} onChoose={setAt} /> : null}
    </>
  );
}

interface FilmstripProps {
  readonly pictures: readonly Picture[];
  readonly at: number;
  readonly onChoose: (at: number) => void;
}

function Filmstrip({ pictures, at, onChoose }: FilmstripProps) {
  const words = useWords();
  return (
    <div className={css.strip}>
      {pictures.map(({ asset, label }, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may be the same picture
          key={`${asset}${index}`}
          type="button"
          aria-label={`${words.itemOf(index + 1, pictures.length)}: ${label}`}
          aria-pressed={index === at}
          onClick={() => onChoose(index)}
        >
          <img src={assetUrl(asset)} alt="" loading="lazy" draggable={false} />
          <span>{label}</span>
        </button>
      ))}
    </div>
  );
}
