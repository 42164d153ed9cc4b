import type { Problem } from "@unclip/engine";
import { useState } from "react";
import { useAdvance } from "../document/made-in-advance.ts";
import type { NodeRun } from "../run/run-state.ts";
import { type Shown, type ShownPictures, shownOf } from "../run/shown.ts";
import { assetUrl } from "../server/api.ts";
import { select, setView } from "../view/view-store.ts";
import { CalmImage } from "../viewer/calm-image.tsx";
import { PlotView } from "../viewer/plot-view.tsx";
import { TableView } from "../viewer/table-view.tsx";
import type { Words } from "../words/en.ts";
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
  const shown = shownOf(run);
  const [item, setItem] = useState(0);
  const alert = footAlert(run, problems, words);
  if (layout.footHeight === 0) return null;
  const room = layout.footHeight - (alert ? alertHeight : 0);
  const strip = !far && shown?.is === "pictures" && shown.assets.length > 1 && room >= pictureSide;
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
          data-severity={alert.severity}
          aria-label={alert.severity === "error" ? words.errorOf(id) : words.remarkOf(id)}
          title={alert.text}
          onClick={() => {
            select([id]);
            setView({ inspector: true });
          }}
        >
          <span>{alert.text}</span>
        </button>
      ) : null}
      {room >= pictureSide ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: V opens the viewer from the keyboard
        <div
          className={`${css.picture} drag`}
          style={{ height: strip ? pictureSide - filmstripHeight : pictureSide }}
          onDoubleClick={() => setView({ drawer: true })}
        >
          <Look id={id} shown={shown} item={item} far={far} />
        </div>
      ) : null}
      {strip ? <Filmstrip shown={shown} item={item} onChoose={setItem} /> : null}
    </div>
  );
}

function Look({
  id,
  shown,
  item,
  far,
}: {
  id: string;
  shown: Shown | undefined;
  item: number;
  far: boolean;
}) {
  const words = useWords();
  switch (shown?.is) {
    case "pictures": {
      const { assets, labels, moving, predicted } = shown;
      const asset = assets[Math.min(item, assets.length - 1)] ?? "";
      const Picture = moving ? CalmImage : "img";
      return (
        <Picture
          src={assetUrl(asset)}
          alt={predicted ? words.predicted(predicted.step, predicted.of) : `${words.result}: ${id}`}
          title={predicted ? words.predictedAbout : labels[item]}
          draggable={false}
          data-predicted={predicted ? "" : undefined}
        />
      );
    }
    case "plot":
      return <PlotView plot={shown.plot} width={pictureSide} height={pictureSide} small />;
    case "table":
      return (
        <div className={`${css.values} nowheel`}>
          <TableView {...shown.table} />
        </div>
      );
    case "text":
      return (
        <div className={`${css.values} nowheel`}>
          {shown.lines.map(({ kind, text }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items of a batch have no identity but their place
            <p key={i}>{words.value(kind, text)}</p>
          ))}
        </div>
      );
    default:
      return <NotRun id={id} far={far} />;
  }
}

/** Before the first run: the picture that a template brings along, marked as such, or a quiet word. */
function NotRun({ id, far }: { id: string; far: boolean }) {
  const words = useWords();
  const made = useAdvance((state) => state.pictures[id]);
  if (made === undefined) return <span className={css.noPicture}>{far ? "" : words.noResult}</span>;
  return (
    <>
      <img src={made} alt={words.madeInAdvance(id)} title={words.madeInAdvanceAbout} draggable={false} />
      {far ? null : <span className={css.mark}>{words.madeInAdvanceMark}</span>}
    </>
  );
}

interface FilmstripProps {
  readonly shown: ShownPictures;
  readonly item: number;
  readonly onChoose: (item: number) => void;
}

function Filmstrip({ shown: { assets, labels }, item, onChoose }: FilmstripProps) {
  const words = useWords();
  return (
    <div className={`${css.filmstrip} nodrag nowheel`} style={{ height: filmstripHeight }}>
      {assets.map((asset, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may be the same picture
          key={`${asset}${index}`}
          type="button"
          title={labels[index]}
          aria-label={labels[index] ?? words.itemOf(index + 1, assets.length)}
          aria-pressed={index === item}
          onClick={() => onChoose(index)}
        >
          <img src={assetUrl(asset)} alt="" draggable={false} loading="lazy" />
        </button>
      ))}
    </div>
  );
}

/** The sentence at the foot: the run's error, a problem of the node as a whole, or what the run remarked. */
function footAlert(
  run: NodeRun,
  problems: readonly Problem[],
  words: Words,
): { readonly severity: Problem["severity"]; readonly text: string } | undefined {
  if (run.status === "failed") return run.error && { severity: "error", text: words.runError(run.error) };
  const problem = problems.find(({ severity, port }) => severity === "error" && port === undefined);
  if (problem) return { severity: "error", text: problem.message };
  const text = run.remarks.map(words.remark).join(" ");
  return text === "" ? undefined : { severity: "remark", text };
}
