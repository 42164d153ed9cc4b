import type { Problem } from "@unclip/engine";
import { useState } from "react";
import { pictureOf } from "../run/pictures.ts";
import type { NodeRun } from "../run/run-state.ts";
import { assetUrl } from "../server/api.ts";
import { select, setView } from "../view/view-store.ts";
import { useWords } from "../words/words.ts";
import css from "./node-card.module.css";
import { alertHeight, filmstripHeight, gutter, type NodeLayout, pictureSide } from "./node-layout.ts";

interface Props {
  readonly id: string;
  readonly layout: NodeLayout;
  readonly run: NodeRun;
  readonly problems: readonly Problem[];
  readonly far: boolean;
}

/** What a node made, or why it did not: at the foot of its card. */
export function NodeFoot({ id, layout, run, problems, far }: Props) {
  const words = useWords();
  const picture = pictureOf(run);
  const [item, setItem] = useState(0);
  const alert = footAlert(run, problems);
  if (layout.footHeight === 0) return null;
  const pictureRoom = layout.footHeight - (alert ? alertHeight : 0);
  const shown = picture?.assets[Math.min(item, picture.assets.length - 1)];
  return (
    <div
      className={css.foot}
      style={{ top: layout.footY, left: gutter, right: gutter, height: layout.footHeight }}
    >
      {alert ? (
        <button
          type="button"
          className={`${css.alert} nodrag`}
          style={{ height: alertHeight - 8 }}
          aria-label={words.errorOf(id)}
          title={alert}
          onClick={() => {
            select([id]);
            setView({ inspector: true });
          }}
        >
          <span>{alert}</span>
        </button>
      ) : null}
      {pictureRoom >= pictureSide ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: V opens the viewer from the keyboard
        <div
          className={`${css.picture} drag`}
          style={{ height: pictureSide }}
          onDoubleClick={() => setView({ drawer: true })}
        >
          {shown === undefined ? (
            <span className={css.noPicture}>{far ? "" : words.noPicture}</span>
          ) : (
            <img
              src={assetUrl(shown)}
              alt={
                picture?.predicted
                  ? words.predicted(picture.predicted.step, picture.predicted.of)
                  : `${words.result}: ${id}`
              }
              title={picture?.predicted ? words.predictedAbout : picture?.labels[item]}
              draggable={false}
              data-predicted={picture?.predicted ? "" : undefined}
            />
          )}
        </div>
      ) : null}
      {picture && picture.assets.length > 1 && !far && pictureRoom >= pictureSide + filmstripHeight ? (
        <div className={`${css.filmstrip} nodrag nowheel`} style={{ height: filmstripHeight }}>
          {picture.assets.map((asset, index) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: two items may be the same picture
              key={`${asset}${index}`}
              type="button"
              aria-label={picture.labels[index] ?? words.itemOf(index + 1, picture.assets.length)}
              aria-pressed={index === item}
              onClick={() => setItem(index)}
            >
              <img src={assetUrl(asset)} alt="" draggable={false} loading="lazy" />
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The sentence at the foot: the run's error, or a problem of the node as a whole. */
function footAlert(run: NodeRun, problems: readonly Problem[]): string | undefined {
  if (run.status === "failed") return run.error?.message;
  return problems.find(({ severity, port }) => severity === "error" && port === undefined)?.message;
}
